using Microsoft.AspNetCore.Builder;

namespace Simmer.AspNetCore;

/// <summary>Puts an application's code on the event loops of its connections.</summary>
public static class SimmerApplicationExtensions
{
    /// <summary>Has all that follows in the pipeline run on the loop of the request's connection, and come back to it after each await.</summary>
    /// <param name="application">The application's pipeline.</param>
    /// <returns>The pipeline.</returns>
    /// <exception cref="InvalidOperationException">At a request: it did not come by way of <c>UseSimmer</c>.</exception>
    /// <remarks>
    /// <para>With <see cref="ApplicationScheduling.Loop"/> a request of HTTP/1.1 begins on the loop anyhow, and leaves it only after an await of
    /// what ends elsewhere. Others do not: HTTP/2's requests begin on the thread pool, and so do those that find the pipeline still being
    /// set up. Code that awaits coroutines, or shares state with other requests of the loop without a lock, wants this.</para>
    /// <para>It must not block there: what blocks stops all connections of the loop.</para>
    /// </remarks>
    /// <example><code>
    /// WebApplication app = builder.Build();
    /// app.UseEventLoop();
    /// app.MapGet("/", async () =>
    /// {
    ///     await Asyncio.Sleep(0.1);
    ///     return "Hello";
    /// });
    /// </code></example>
    public static IApplicationBuilder UseEventLoop(this IApplicationBuilder application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return application.Use(static next => new LoopMiddleware(next).Invoke);
    }
}
