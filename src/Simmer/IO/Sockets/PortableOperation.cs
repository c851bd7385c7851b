using System.Buffers;
using System.Net.Sockets;

namespace Simmer;

/// <summary>One asynchronous call of .NET's at a time, whose end is brought to the loop as this item.</summary>
/// <remarks>
/// If the loop is closed by then, or closes before it comes to the item, the call's end is dealt with wherever that is found out: what it
/// holds is given back.
/// </remarks>
internal sealed class PortableOperation : LoopItem
{
    private const int Pending = 0;
    private const int Ended = 1;
    private const int Deferred = 2;
    private readonly EventLoop _loop;
    private Action<SocketAsyncEventArgs>? _ended;
    private Action? _last;
    private byte[]? _rented;
    private int _phase = Ended;
    private int _isFinished;
    private bool _hasLast;
    private bool _isAbandoned;

    internal PortableOperation(EventLoop loop)
    {
        _loop = loop;
        Arguments = new SocketAsyncEventArgs(true);
        Arguments.Completed += (_, _) => OnCompleted();
    }

    internal SocketAsyncEventArgs Arguments { get; }

    internal bool IsUnderWay { get; private set; }

    /// <summary>Whether the call itself has ended; the loop may not have come to that yet.</summary>
    internal bool HasEnded => Volatile.Read(ref _phase) == Ended;

    /// <summary>Whether it works on a buffer of its own.</summary>
    internal bool HasBuffer => _rented is not null;

    /// <summary>Copies what is to be sent.</summary>
    internal void CopyFrom(ReadOnlySpan<byte> data)
    {
        _rented = ArrayPool<byte>.Shared.Rent(data.Length);
        data.CopyTo(_rented);
        Arguments.SetBuffer(_rented, 0, data.Length);
    }

    /// <summary>Gives the copy back; the call has ended.</summary>
    internal void ReturnBuffer()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            Arguments.SetBuffer(null, 0, 0);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <param name="start">The call; false if it has ended at once.</param>
    /// <param name="ended">Called on the loop, never inline.</param>
    internal void Start(Func<SocketAsyncEventArgs, bool> start, Action<SocketAsyncEventArgs> ended)
    {
        _ended = ended;
        IsUnderWay = true;
        _phase = Pending;
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
            _phase = Ended;
            _loop.Enqueue(this);
        }
    }

    /// <summary>Leaves something to be done at the end of the call.</summary>
    /// <returns>False if that has come already: it is for the caller to do.</returns>
    internal bool TryDefer(Action last)
    {
        _last = last;
        return Interlocked.CompareExchange(ref _phase, Deferred, Pending) == Pending;
    }

    /// <summary>The socket is closed: nobody wants the end.</summary>
    internal void Abandon()
    {
        _isAbandoned = true;
        if (!IsUnderWay)
        {
            Finish();
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

    internal override void Drop() => Finish();

    internal override string Describe() => "socket operation";

    private void OnCompleted()
    {
        _hasLast = Interlocked.Exchange(ref _phase, Ended) == Deferred;
        if (!_loop.EnqueueFromAnywhere(this))
        {
            Finish();
        }
    }

    private void Finish()
    {
        if (Interlocked.Exchange(ref _isFinished, 1) != 0)
        {
            return;
        }

        Arguments.AcceptSocket?.Dispose();
        if (_hasLast)
        {
            _last!();
        }

        ReturnBuffer();
        Arguments.Dispose();
    }
}
