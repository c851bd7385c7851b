using System.Text;

namespace Simmer.Cli.Tests.Support;

/// <summary>A test of the tool with a server of its own, which holds what begins with <c>/hold</c> and misses what begins with <c>/missing</c>.</summary>
public abstract class ToolTest : IDisposable
{
    private readonly TaskCompletionSource _held = new();

    private protected ToolTest() => Server = new HostileServer(async (path, stream) =>
    {
        if (path.StartsWith("/hold", StringComparison.Ordinal))
        {
            await _held.Task;
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(path.StartsWith("/missing", StringComparison.Ordinal)
            ? "HTTP/1.1 404 \u001b[31mGone\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    });

    private protected HostileServer Server { get; }

    public void Dispose()
    {
        LetGo();
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets what is held be answered.</summary>
    private protected void LetGo() => _held.TrySetResult();

    private protected static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
