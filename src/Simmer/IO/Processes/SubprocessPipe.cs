using System.Net.Sockets;

namespace Simmer;

/// <summary>A standard stream of a child process, as its parent sees it.</summary>
internal sealed class SubprocessPipe : LoopStream
{
    private readonly string _name;
    private readonly bool _isInput;

    internal SubprocessPipe(Channel channel, bool isInput, string name, int limit)
        : base(channel.Loop, channel)
    {
        _name = name;
        _isInput = isInput;
        Limit = limit;
    }

    public override bool CanRead => !_isInput && base.CanRead;

    public override bool CanWrite => _isInput && base.CanWrite;

    internal override string PeerName => _name;

    /// <inheritdoc/>
    public override string ToString() => $"<{_name}{(IsClosed ? " closed" : "")}>";

    private protected override SocketError ShutdownChannel()
    {
        if (!_isInput)
        {
            throw new NotSupportedException($"{_name} is read, not written to: Dispose closes it.");
        }

        Channel!.Close(abort: false);
        return SocketError.Success;
    }
}
