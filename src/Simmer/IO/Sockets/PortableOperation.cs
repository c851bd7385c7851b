using System.Net.Sockets;

namespace Simmer;

/// <summary>One asynchronous call of .NET's at a time, whose end is brought to the loop as this item.</summary>
internal sealed class PortableOperation : LoopItem
{
    private readonly EventLoop _loop;
    private Action<SocketAsyncEventArgs>? _ended;
    private bool _isAbandoned;

    internal PortableOperation(EventLoop loop)
    {
        _loop = loop;
        Arguments = new SocketAsyncEventArgs(true);
        Arguments.Completed += (_, _) => OnCompleted();
    }

    internal SocketAsyncEventArgs Arguments { get; }

    internal bool IsUnderWay { get; private set; }

    /// <param name="start">The call; false if it has ended at once.</param>
    /// <param name="ended">Called on the loop, never inline.</param>
    internal void Start(Func<SocketAsyncEventArgs, bool> start, Action<SocketAsyncEventArgs> ended)
    {
        _ended = ended;
        IsUnderWay = true;
        bool isPending;
        try
        {
            isPending = start(Arguments);
        }
        catch (ObjectDisposedException)
        {
            Arguments.SocketError = SocketError.OperationAborted;
            isPending = false;
        }

        if (!isPending)
        {
            _loop.Enqueue(this);
        }
    }

    /// <summary>What to do at the end of the call if the loop is closed by then, on a thread of .NET's; or if it is abandoned.</summary>
    internal Action? Last { get; set; }

    /// <summary>The socket is closed: nobody wants the end.</summary>
    internal void Abandon()
    {
        _isAbandoned = true;
        if (!IsUnderWay)
        {
            Arguments.Dispose();
        }
    }

    internal override void Run(EventLoop loop)
    {
        IsUnderWay = false;
        Action<SocketAsyncEventArgs> ended = _ended!;
        _ended = null;
        if (_isAbandoned)
        {
            Finish();
        }
        else
        {
            ended(Arguments);
        }
    }

    internal override string Describe() => "socket operation";

    private void OnCompleted()
    {
        if (!_loop.EnqueueFromAnywhere(this))
        {
            Finish();
        }
    }

    private void Finish()
    {
        Arguments.AcceptSocket?.Dispose();
        Last?.Invoke();
        Arguments.Dispose();
    }
}
