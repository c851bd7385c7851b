using static Simmer.Asyncio;

namespace Simmer.Http.Tests.Support;

/// <summary>A server for HTTP/1.1 on a loop and thread of its own, which gives the thread pool nothing to do.</summary>
internal sealed class LoopServer : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource<int> _port = new();
    private Server? _server;

    internal LoopServer()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "LoopServer" };
        _thread.Start();
        Address = $"http://127.0.0.1:{_port.Task.Result}/";
    }

    internal string Address { get; }

    public void Dispose()
    {
        _loop.CallSoonThreadsafe(_loop.Stop);
        _thread.Join();
        _loop.Close();
    }

    private void Run()
    {
        _loop.RunUntilComplete(Start());
        _loop.RunForever();
    }

    private async Coroutine Start()
    {
        _server = await StartServer(Serve, "127.0.0.1", 0);
        _port.SetResult(_server.Port);
    }

    private static async Coroutine Serve(Connection client)
    {
        string body = new('x', 1024);
        byte[] answer = System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nContent-Type: text/plain\r\n\r\n{body}");
        while (true)
        {
            byte[] line;
            do
            {
                line = await client.ReadLine();
                if (line.Length == 0)
                {
                    return;
                }
            }
            while (line is not [(byte)'\r', (byte)'\n']);
            await client.Send(answer);
        }
    }
}
