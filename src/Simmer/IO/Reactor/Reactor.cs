using System.Net.Sockets;

namespace Simmer;

/// <summary>A loop's way to the outside: makes its sockets, and brings it the news of them.</summary>
/// <remarks>
/// Two kinds share one contract: calls that never block, and a signal when a call that would have blocked may succeed.
/// <see cref="EpollReactor"/> is also what an idle loop waits in; <see cref="PortableReactor"/> has .NET's own socket engine hand
/// the news in from its threads.
/// </remarks>
internal abstract class Reactor(EventLoop loop) : IDisposable
{
    internal EventLoop Loop => loop;

    internal abstract LoopSocket CreateSocket(AddressFamily family, SocketType type, ProtocolType protocol);

    /// <summary>Takes a socket that was another loop's, of the same kind of reactor.</summary>
    internal abstract LoopSocket Adopt(DetachedSocket socket);

    /// <summary>Has a callback called whenever a descriptor of the user's is readable or writable; null for no longer.</summary>
    internal abstract void SetReader(int descriptor, Handle? callback);

    /// <inheritdoc cref="SetReader"/>
    /// <returns>Whether there was one.</returns>
    internal abstract void SetWriter(int descriptor, Handle? callback);

    internal abstract bool HasReader(int descriptor);

    internal abstract bool HasWriter(int descriptor);

    /// <summary>Closes every channel and the reactor itself.</summary>
    public abstract void Dispose();

    /// <summary>The reactor that suits the system, or the one asked for.</summary>
    internal static Reactor Create(EventLoop loop, bool? portable) =>
        OperatingSystem.IsLinux() && !(portable ?? IsPortableAskedFor) ? new EpollReactor(loop) : new PortableReactor(loop);

    private static bool IsPortableAskedFor => Environment.GetEnvironmentVariable("SIMMER_REACTOR") switch
    {
        null or "" or "epoll" => false,
        "portable" => true,
        { } other => throw new InvalidOperationException(
            $"The environment variable SIMMER_REACTOR is '{other}'. Set it to 'epoll' or 'portable', or unset it."),
    };
}
