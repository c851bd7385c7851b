using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Simmer.Cli.Tests.Support;

/// <summary>A real server that speaks HTTP as badly as it is told to.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<string, NetworkStream, Task> _answer;
    private readonly Lock _lock = new();
    private int _requests;
    private int _running;
    private int _mostAtOnce;

    /// <param name="answer">Gets the path that was asked for, and writes what it likes; the connection is closed afterwards.</param>
    /// <param name="address">Any address of loopback.</param>
    internal HostileServer(Func<string, NetworkStream, Task> answer, string address = "127.0.0.1")
    {
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _answer = answer;
        _listener.Start(backlog: 512);
        Address = $"http://{_listener.LocalEndpoint}";
        _ = Accept();
    }

    /// <param name="answer">The bytes of the answer, in ASCII.</param>
    /// <param name="address">Any address of loopback.</param>
    internal static HostileServer Saying(Func<string, string> answer, string address = "127.0.0.1") =>
        new(async (path, stream) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer(path))), address);

    internal string Address { get; }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal int Requests => Volatile.Read(ref _requests);

    /// <summary>The most requests that were under way at a time, as the server saw it.</summary>
    internal int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                string request = await reader.ReadLineAsync() ?? "";
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                    // The headers do not matter.
                }

                Count(1);
                try
                {
                    await _answer(request.Split(' ') is [_, var path, ..] ? path : "", stream);
                }
                finally
                {
                    Count(-1);
                }
            }
            catch (IOException)
            {
                // The client went away.
            }
        }
    }

    private void Count(int change)
    {
        lock (_lock)
        {
            _requests += Math.Max(0, change);
            _running += change;
            _mostAtOnce = Math.Max(_mostAtOnce, _running);
        }
    }
}
