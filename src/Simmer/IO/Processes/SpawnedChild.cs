using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>A process of Linux. The loop hears of its exit by a descriptor of it, and reaps it, and no other.</summary>
/// <remarks>
/// Its number stays its own until it is reaped, which happens here alone. Where the system gives no descriptor of a process (before
/// Linux 5.3, in some sandboxes, or when there are none left), a thread waits for the exit. A loop that closes kills and reaps what it
/// has started.
/// </remarks>
internal sealed unsafe class SpawnedChild : Child
{
    /// <summary>asyncio's, for a child that somebody else has reaped.</summary>
    private const int UnknownStatus = 255;

    /// <summary>How long a closing loop waits for a process that it has killed; then a thread does.</summary>
    private const int KillMilliseconds = 1000;
    private readonly EpollReactor _reactor;
    private readonly Exit _exit;
    private int _descriptor = -1;
    private int _isReaped;

    private SpawnedChild(EpollReactor reactor, int pid)
        : base(reactor.Loop)
    {
        _reactor = reactor;
        _exit = new Exit(this);
        Pid = pid;
        reactor.Hold(this);
    }

    /// <summary>Tests have a thread wait, as old systems do.</summary>
    internal static bool WithoutDescriptors { get; set; }

    internal static SpawnedChild Start(EpollReactor reactor, ChildStart start)
    {
        SpawnedChild? child = null;
        try
        {
            using (var pipes = new PipeSet())
            {
                Span<int> streams = stackalloc int[3];
                for (int i = 0; i < 3; i++)
                {
                    streams[i] = pipes.Open(i, start.Options[i], start);
                }

                child = new SpawnedChild(reactor, Spawner.Spawn(start, streams));
                child.Connect(pipes, start);
            }

            // The child's ends of the pipes are closed by now, which may have made room for a descriptor of it.
            child.Watch(start);
            return child;
        }
        catch
        {
            child?.Discard();
            throw;
        }
    }

    internal override bool SendSignal(int signal, bool toGroup)
    {
        if (toGroup)
        {
            return Libc.Kill(-Pid, signal) == 0;
        }

        return _isReaped == 0 && (_descriptor >= 0 ? Libc.SendSignal(_descriptor, signal) : Libc.Kill(Pid, signal)) == 0;
    }

    internal override bool Owns(int descriptor) => descriptor == _descriptor;

    internal override void OnEvents(uint events) => Loop.Enqueue(_exit);

    internal override void OnLoopClosed()
    {
        Reap(Libc.WithoutHanging);
        if (_isReaped == 0)
        {
            SendSignal(SignalNumbers.Kill, toGroup: false);
            if (_descriptor >= 0)
            {
                if (Libc.PollRead(_descriptor, KillMilliseconds))
                {
                    Reap(Libc.WithoutHanging);
                }
                else
                {
                    StartThread(() => Reap(0));
                }
            }
        }

        CloseDescriptor();
    }

    private void Connect(PipeSet pipes, ChildStart start)
    {
        for (int i = 0; i < 3; i++)
        {
            if (pipes.Take(i) is var descriptor and >= 0)
            {
                string name = NameOf(i, start.Program);
                var channel = new PipeChannel(_reactor, descriptor, isReader: i > 0, name);
                Streams[i] = new SubprocessPipe(channel, isInput: i == 0, name, start.Options.Limit);

                // So that it is given back when the child closes it, though nothing is written or read.
                channel.Watch(i == 0 ? channel.Writing : channel.Reading);
            }
        }
    }

    private void Watch(ChildStart start)
    {
        _descriptor = WithoutDescriptors ? -1 : Libc.OpenProcess(Pid);
        int error = _descriptor < 0 ? Libc.LastError : _reactor.Control(Epoll.Add, this, _descriptor, Epoll.In | Epoll.EdgeTriggered);
        if (_descriptor >= 0 && error == 0)
        {
            return;
        }

        CloseDescriptor();
        try
        {
            StartThread(WaitOnThread);
        }
        catch (OutOfMemoryException)
        {
            // That is what .NET throws when there is no thread, for which it needs a descriptor too.
            throw start.Failed(error);
        }
    }

    /// <summary>Ends a child that was started, but which nobody would hear of.</summary>
    private void Discard()
    {
        SendSignal(SignalNumbers.Kill, toGroup: false);
        Reap(0);
        CloseDescriptor();
        _reactor.LetGo(this);
        foreach (LoopStream? stream in Streams)
        {
            stream?.Dispose();
        }
    }

    private void WaitOnThread()
    {
        while (Libc.WaitExit(Pid) < 0 && Libc.LastError == Errno.Interrupted)
        {
        }

        if (!Loop.EnqueueFromAnywhere(_exit))
        {
            Reap(Libc.WithoutHanging);
        }
    }

    private void HasExited()
    {
        int? status = Reap(Libc.WithoutHanging);
        if (status is null)
        {
            return;
        }

        if (_descriptor >= 0)
        {
            _reactor.Control(Epoll.Delete, this, _descriptor, 0);
            CloseDescriptor();
        }

        _reactor.LetGo(this);
        Exited?.Invoke(status.Value);
    }

    /// <returns>The status, for the one that reaps it; null for others, or if it lives.</returns>
    private int? Reap(int options)
    {
        if (Volatile.Read(ref _isReaped) != 0)
        {
            return null;
        }

        int status;
        int pid;
        do
        {
            pid = Libc.WaitProcess(Pid, &status, options);
        }
        while (pid < 0 && Libc.LastError == Errno.Interrupted);
        if (pid == 0 || Interlocked.Exchange(ref _isReaped, 1) != 0)
        {
            return null;
        }

        int signal = status & 0x7F;
        return pid < 0 ? UnknownStatus : signal == 0 ? (status >> 8) & 0xFF : -signal;
    }

    private void CloseDescriptor()
    {
        if (_descriptor >= 0)
        {
            _ = Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }

    private static void StartThread(ThreadStart work) =>
        new Thread(work, 128 * 1024) { IsBackground = true, Name = "Simmer child watcher" }.UnsafeStart();

    /// <summary>The exit, brought to the loop.</summary>
    private sealed class Exit(SpawnedChild child) : LoopItem
    {
        internal override void Run(EventLoop loop) => child.HasExited();

        internal override string Describe() => $"exit of process {child.Pid}";
    }

    /// <summary>The pipes to a child that is being started; whatever was not taken is closed.</summary>
    private sealed class PipeSet : IDisposable
    {
        private readonly int[] _ours = [-1, -1, -1];
        private readonly int[] _childs = [-1, -1, -1];

        /// <returns>What <see cref="Spawner"/> is to connect the stream to.</returns>
        internal int Open(int index, StandardStream stream, ChildStart start)
        {
            if (stream.Handle is { } handle)
            {
                return _childs[index] = Duplicate(handle, start);
            }

            if (stream != StandardStream.Pipe)
            {
                return stream == StandardStream.Inherit ? Spawner.Inherit
                    : stream == StandardStream.DevNull ? Spawner.DevNull
                    : Spawner.Merge;
            }

            int* ends = stackalloc int[2];
            Check(Libc.Pipe(ends, Libc.CloseOnExec), start);
            bool isInput = index == 0;
            _ours[index] = ends[isInput ? 1 : 0];
            _childs[index] = ends[isInput ? 0 : 1];
            Check(Libc.SetNonBlocking(_ours[index]), start);
            if (_childs[index] < 3)
            {
                // A process that was started without standard streams gets their numbers, which the child's will overwrite.
                int above = Check(Libc.DuplicateFrom(_childs[index], 3), start);
                _ = Libc.Close(_childs[index]);
                _childs[index] = above;
            }

            return _childs[index];
        }

        /// <summary>Gives up our end of a pipe to the caller; -1 if there is none.</summary>
        internal int Take(int index)
        {
            int descriptor = _ours[index];
            _ours[index] = -1;
            return descriptor;
        }

        public void Dispose()
        {
            foreach (int descriptor in _ours.Concat(_childs))
            {
                if (descriptor >= 0)
                {
                    _ = Libc.Close(descriptor);
                }
            }
        }

        private static int Duplicate(SafeHandle handle, ChildStart start)
        {
            bool isHeld = false;
            try
            {
                handle.DangerousAddRef(ref isHeld);
                return Check(Libc.DuplicateFrom((int)handle.DangerousGetHandle(), 3), start);
            }
            finally
            {
                if (isHeld)
                {
                    handle.DangerousRelease();
                }
            }
        }

        private static int Check(int result, ChildStart start) => result >= 0 ? result : throw start.Failed(Libc.LastError);
    }
}
