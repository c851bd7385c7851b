namespace Simmer;

/// <summary>A started process, as a reactor gives it.</summary>
internal abstract class Child : Pollable
{
    private protected Child(EventLoop loop) => Loop = loop;

    internal EventLoop Loop { get; }

    internal int Pid { get; private protected set; }

    /// <summary>This process's ends of the pipes, for the standard streams that have one.</summary>
    internal LoopStream?[] Streams { get; } = new LoopStream?[3];

    /// <summary>Called once, on the loop, with the exit status.</summary>
    internal Action<int>? Exited { get; set; }

    /// <returns>False if it has ended.</returns>
    internal abstract bool SendSignal(int signal, bool toGroup);

    internal static string NameOf(int stream, string program) =>
        $"the standard {(stream == 0 ? "input" : stream == 1 ? "output" : "error")} of '{program}'";

    internal static Child Start(EventLoop loop, ChildStart start) =>
        loop.Reactor is EpollReactor reactor ? SpawnedChild.Start(reactor, start) : PortableChild.Start((PortableReactor)loop.Reactor, start);
}
