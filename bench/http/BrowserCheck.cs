using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using static Simmer.Asyncio;

namespace Simmer.HttpPeers;

/// <summary>A browser against Kestrel on event loops: over HTTP/1.1, then over TLS and HTTP/2.</summary>
internal static class BrowserCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <param name="browser">A Chromium.</param>
    /// <returns>The exit code: 1 if a step of the page failed.</returns>
    internal static async Task<int> Run(string browser)
    {
        var server = new BrowserServer();
        await using WebApplication application = server.Build();
        await application.StartAsync();
        bool failed = false;
        foreach (string url in application.Urls)
        {
            string report = Asyncio.Run(Visit(browser, url, server.NextReport()));
            failed |= report.Contains("FAILED", StringComparison.Ordinal);
            Console.WriteLine($"{url}\n{report}\n");
        }

        await application.StopAsync();
        Console.WriteLine($"{server.Requests} requests, {server.RequestsOffLoop} of them off the loops");
        return failed || server.RequestsOffLoop > 0 ? 1 : 0;
    }

    private static async Coroutine<string> Visit(string browser, string url, Task<string> report)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("simmer-browser-");
        try
        {
            await using Subprocess process = await CreateSubprocessExec(
                browser,
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--ignore-certificate-errors", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", url,
                ],
                new() { StandardInput = StandardStream.DevNull, StandardOutput = StandardStream.DevNull, StandardError = StandardStream.DevNull, ProcessGroup = 0 });
            try
            {
                return await report.WaitAsync(s_patience);
            }
            finally
            {
                process.SendSignal(PosixSignal.SIGTERM, toGroup: true);
                await process.Wait();
            }
        }
        finally
        {
            Remove(profile);
        }
    }

    private static void Remove(DirectoryInfo profile)
    {
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser's writes there still; the system clears its temporary folder.
        }
    }
}
