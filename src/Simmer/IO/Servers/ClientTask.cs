namespace Simmer;

/// <summary>The task of a server's client. Its name is made when it is asked for: few are.</summary>
internal sealed class ClientTask(EventLoop loop, Coroutine handling, Connection connection)
    : LoopTask(loop, handling.RootFrame(), name: null, context: null, loop.StartsEagerly(null, null))
{
    private protected override string UsualName => $"client {connection.PeerName}";
}
