using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Simmer.Cli.Tests.Support;

/// <summary>A real server that speaks HTTP as badly as it is told to.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, NetworkStream, Task> _answer;
    private int _requests;

    /// <param name="answer">Gets the path that was asked for, and writes what it likes; the connection is closed afterwards.</param>
    internal HostileServer(Func<string, NetworkStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = $"http://{_listener.LocalEndpoint}";
        _ = Accept();
    }

    /// <param name="answer">The bytes of the answer, in ASCII.</param>
    internal static HostileServer Saying(Func<string, string> answer) => new(async (path, stream) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer(path))));

    internal string Address { get; }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal int Requests => Volatile.Read(ref _requests);

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

                Interlocked.Increment(ref _requests);
                await _answer(request.Split(' ') is [_, var path, ..] ? path : "", stream);
            }
            catch (IOException)
            {
                // The client went away.
            }
        }
    }
}
