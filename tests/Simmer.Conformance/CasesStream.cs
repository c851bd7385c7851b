using System.Net;
using System.Net.Sockets;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

/// <summary>The cases of streams and servers. What CPython's feed into a reader, a peer sends over a real connection.</summary>
[AllowBlocking("A peer sends a few bytes over loopback, which the system takes at once")]
public sealed class CasesStream : Cases
{
    [Case]
    public void STR_01() => Run(async tr =>
    {
        var (r, peer) = await Pair();
        using Connection reader = r;
        using Socket writer = peer;
        tr(await r.Read(0));
        Feed(peer, "abc");
        tr(await r.Read(2), await r.Read(9));
        LoopTask<byte[]> t = CreateTask(r.Read(-1));
        await Sleep(0);
        Feed(peer, "x");
        Feed(peer, "y");
        await Sleep(0);
        tr(t.IsDone);
        peer.Shutdown(SocketShutdown.Send);
        tr(await t, await r.Read(1));
    });

    [Case]
    public void STR_02() => Run(async tr =>
    {
        var (r, peer) = await Pair();
        using Connection reader = r;
        using Socket writer = peer;
        Feed(peer, "abc");
        peer.Shutdown(SocketShutdown.Send);
        try
        {
            await r.ReadExactly(5);
        }
        catch (IncompleteReadException e)
        {
            tr(e.Partial.ToArray(), e.Expected, r.IsAtEof);
        }

        var (r2, peer2) = await Pair();
        using Connection reader2 = r2;
        using Socket writer2 = peer2;
        Feed(peer2, "abc");
        peer2.Shutdown(SocketShutdown.Send);
        tr(await r2.ReadLine(), await r2.ReadLine());
    });

    [Case]
    public void STR_06() => Run(async tr =>
    {
        var (r, peer) = await Pair();
        using Connection reader = r;
        using Socket writer = peer;
        LoopTask<byte[]> t = CreateTask(r.ReadLine());
        await Sleep(0);
        Feed(peer, "li");
        while (r.BufferedBytes < 2)
        {
            // The system brings the bytes whenever it gets to it: cancel when the read has them.
            await Sleep(0);
        }

        t.Cancel();
        await Wait([t]);
        Feed(peer, "ne\n");
        tr(t.IsCancelled, await r.ReadLine());
    });

    [Case]
    public void STR_07() => Run(async tr =>
    {
        var (r, peer) = await Pair();
        using Connection reader = r;
        Feed(peer, "abc");
        peer.Close(0);
        for (int i = 0; i < 3; i++)
        {
            try
            {
                tr(await r.Read(9));
            }
            catch (IOException e)
            {
                tr(Names.Of(e));
            }
        }
    });

    [Case]
    public void STR_09() => Run(async tr =>
    {
        var (r, peer) = await Pair();
        using Connection reader = r;
        using Socket writer = peer;
        try
        {
            r.Limit = 0;
        }
        catch (ArgumentException e)
        {
            tr(Exn(e));
        }

        Feed(peer, "a\nb");
        peer.Shutdown(SocketShutdown.Send);
        var lines = new List<byte[]>();
        while (await r.ReadLine() is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        tr(lines);
    });

    [Case]
    public void SRV_02() => Run(clock: TimeProvider.System, body: async tr =>
    {
        static async Coroutine H(Connection connection)
        {
            await Task.CompletedTask;
            throw ValueError("in handler");
        }

        await using Server s = await StartServer(H, "127.0.0.1", 0);
        using Connection c = await OpenConnection("127.0.0.1", s.Port);
        tr(await c.Read());
    });

    /// <summary>A connection of the loop's, and its peer.</summary>
    private static async Coroutine<(Connection Reader, Socket Peer)> Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Connection reader = await OpenConnection(listener.LocalEndPoint!);
        Socket peer = listener.Accept();
        peer.NoDelay = true;
        return (reader, peer);
    }

    private static void Feed(Socket peer, string text)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Assert.Equal(bytes.Length, peer.Send(bytes));
    }
}
