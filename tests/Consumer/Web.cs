using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Simmer;
using Simmer.AspNetCore;
using Simmer.Extensions.Logging;
using Simmer.Http;

namespace Consumer;

/// <summary>ASP.NET Core on Simmer's loops, asked by an HttpClient of another loop, whose lost errors go to a logger.</summary>
internal static class Web
{
    internal static void Run()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSimmer();
        using WebApplication application = builder.Build();
        application.UseEventLoop();
        application.MapGet("/{name}", async (string name) =>
        {
            await Asyncio.Sleep(0.01);
            return $"hello {name}";
        });
        application.Start();
        Asyncio.Run(Fetch(application.Urls.First()), new RunnerOptions().LogTo(new ConsoleLogger()));
    }

    private static async Coroutine Fetch(string server)
    {
        using HttpClient http = LoopHttp.CreateClient();
        string[] pages = await Asyncio.Gather(((string[])["one", "two"]).Select(name => Get(http, $"{server}/{name}")));
        Console.WriteLine($"over HTTP: {string.Join(", ", pages)}");
        Asyncio.GetRunningLoop().CallSoon(() => throw new InvalidDataException("nobody waits for this"));
        await Asyncio.Sleep(0);
    }

    private static async Coroutine<string> Get(HttpClient http, string url) => await http.GetStringAsync(url);

    private sealed class ConsoleLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.WriteLine($"logged: {logLevel} {eventId.Name}, {exception?.Message}");
    }
}
