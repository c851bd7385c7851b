using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Samples;

/// <summary>
/// A web server on this machine, so that the samples need no other: <c>/posts/1</c> to <c>/posts/5</c>, each after the
/// time that a slow server takes.
/// </summary>
public sealed class PostServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);

    /// <summary>Starts the server on a free port.</summary>
    public PostServer()
    {
        _listener.Start();
        Address = $"http://{_listener.LocalEndpoint}";
        _ = Task.Run(Accept);
    }

    /// <summary>The clock that answers are delayed by.</summary>
    internal static TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Where the server is: <c>http://127.0.0.1:</c> and a port.</summary>
    public string Address { get; }

    /// <summary>Takes no more connections.</summary>
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
            // The server was disposed of.
        }
    }

    private static async Task Serve(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var requests = new StreamReader(stream, Encoding.ASCII);
            try
            {
                while (await requests.ReadLineAsync() is { } request)
                {
                    while (await requests.ReadLineAsync() is { Length: > 0 })
                    {
                        // The headers: none of them matters here.
                    }

                    await stream.WriteAsync(Encoding.ASCII.GetBytes(await Answer(request)));
                }
            }
            catch (IOException)
            {
                // The client went away.
            }
        }
    }

    /// <param name="request">As <c>GET /posts/1 HTTP/1.1</c>.</param>
    private static async Task<string> Answer(string request)
    {
        if (request.Split(' ') is not ["GET", var path, ..] || Post.Find(path) is not { } post)
        {
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        }

        await Task.Delay(post.Delay, Clock);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {post.Text.Length}\r\n\r\n{post.Text}");
    }
}
