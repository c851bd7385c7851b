using System.Net.Sockets;

namespace Simmer;

/// <summary>This process's end of a pipe. It goes in one direction.</summary>
internal abstract class PipeEnd : Channel
{
    /// <param name="loop">The loop.</param>
    /// <param name="isReader">Whether it is the end to read from.</param>
    /// <param name="name">What it is, for messages.</param>
    private protected PipeEnd(EventLoop loop, bool isReader, string name)
        : base(loop)
    {
        IsReader = isReader;
        Name = name;
    }

    private protected bool IsReader { get; }

    private protected string Name { get; }

    /// <summary>The only direction there is.</summary>
    private protected IoDirection Direction => IsReader ? Reading : Writing;

    internal sealed override int Read(Span<byte> buffer, out SocketError error) =>
        IsReader ? ReadPipe(buffer, out error) : throw new NotSupportedException($"{Name} is written to, not read.");

    internal sealed override int Write(ReadOnlySpan<byte> data, out SocketError error) =>
        IsReader ? throw new NotSupportedException($"{Name} is read, not written to.") : WritePipe(data, out error);

    /// <inheritdoc cref="Channel.Read"/>
    private protected abstract int ReadPipe(Span<byte> buffer, out SocketError error);

    /// <inheritdoc cref="Channel.Write"/>
    private protected abstract int WritePipe(ReadOnlySpan<byte> data, out SocketError error);
}
