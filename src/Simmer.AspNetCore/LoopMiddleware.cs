using Microsoft.AspNetCore.Http;

namespace Simmer.AspNetCore;

/// <summary>The loop of a request's connection.</summary>
internal interface ILoopFeature
{
    EventLoop Loop { get; }
}

/// <summary>Brings a request to its connection's loop, under the loop's synchronization context.</summary>
internal sealed class LoopMiddleware(RequestDelegate next)
{
    internal async Task Invoke(HttpContext context)
    {
        EventLoop loop = context.Features.Get<ILoopFeature>()?.Loop ?? throw new InvalidOperationException(
            "UseEventLoop() found a request that no event loop serves. Have Kestrel listen through Simmer: builder.WebHost.UseSimmer().");
        await new LoopHop(loop);
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(loop.SynchronizationContext);
        try
        {
            await next(context);
        }
        finally
        {
            // Kestrel goes on inline only where there is no such context.
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
