namespace Simmer;

/// <summary>The readers and writers of the user's own descriptors. They are level-triggered: called as long as there is news.</summary>
internal sealed class DescriptorTable(EpollReactor reactor)
{
    private readonly Dictionary<int, Watch> _watches = [];

    internal Watch? Find(int descriptor) => _watches.GetValueOrDefault(descriptor);

    internal void SetReader(int descriptor, Handle? callback) => Set(descriptor, callback, isReader: true);

    internal void SetWriter(int descriptor, Handle? callback) => Set(descriptor, callback, isReader: false);

    private void Set(int descriptor, Handle? callback, bool isReader)
    {
        if (callback is not null && reactor.IsOwned(descriptor))
        {
            // Epoll refuses one that it knows. A socket that has not waited yet would be refused itself, at its first wait.
            throw Refused(descriptor, Errno.Exists);
        }

        if (!_watches.TryGetValue(descriptor, out Watch? watch))
        {
            if (callback is null)
            {
                return;
            }

            watch = new Watch(reactor.Loop, descriptor);
            reactor.Hold(watch);
        }

        uint before = watch.Wanted;
        Handle? old = isReader ? watch.Reader : watch.Writer;
        watch.Exchange(callback, isReader);
        int error = Apply(watch, before);
        if (error != 0 && callback is not null)
        {
            watch.Exchange(old, isReader);
            if (before == 0)
            {
                reactor.LetGo(watch);
            }

            throw Refused(descriptor, error);
        }

        old?.Cancel();
        if (watch.Wanted == 0)
        {
            _watches.Remove(descriptor);
            reactor.LetGo(watch);
        }
        else
        {
            _watches[descriptor] = watch;
        }
    }

    private int Apply(Watch watch, uint before)
    {
        if (reactor.IsOwned(watch.Descriptor))
        {
            // It was closed behind our back, and left epoll; one of the loop's own has its number now.
            return 0;
        }

        if (watch.Wanted == before)
        {
            // The callback alone has changed. A descriptor that was closed behind our back and opened anew is unknown to epoll.
            int error = reactor.Control(Epoll.Modify, watch, watch.Descriptor, watch.Wanted);
            return error == Errno.NotFound ? reactor.Control(Epoll.Add, watch, watch.Descriptor, watch.Wanted) : error;
        }

        if (watch.Wanted == 0)
        {
            // A descriptor that was closed already has left epoll by itself.
            reactor.Control(Epoll.Delete, watch, watch.Descriptor, 0);
            return 0;
        }

        int changed = reactor.Control(before == 0 ? Epoll.Add : Epoll.Modify, watch, watch.Descriptor, watch.Wanted);
        return changed == Errno.NotFound ? reactor.Control(Epoll.Add, watch, watch.Descriptor, watch.Wanted) : changed;
    }

    private static Exception Refused(int descriptor, int error) => error switch
    {
        Errno.Exists => new InvalidOperationException(
            $"File descriptor {descriptor} is used by one of this loop's connections. Read and write it through the connection."),
        Errno.NotPermitted => new NotSupportedException(
            $"File descriptor {descriptor} is a regular file or directory, which is always ready: the system cannot wait for it. "
            + "Read it on a thread, with Asyncio.ToThread."),
        Errno.BadDescriptor => new ArgumentException($"File descriptor {descriptor} is not open.", nameof(descriptor)),
        _ => EpollReactor.Failed($"epoll_ctl for file descriptor {descriptor}", error),
    };

    /// <summary>One descriptor of the user's.</summary>
    internal sealed class Watch(EventLoop loop, int descriptor) : Pollable
    {
        internal int Descriptor => descriptor;

        internal Handle? Reader { get; private set; }

        internal Handle? Writer { get; private set; }

        internal uint Wanted => (Reader is null ? 0 : Epoll.In | Epoll.Priority) | (Writer is null ? 0 : Epoll.Out);

        internal void Exchange(Handle? callback, bool isReader)
        {
            loop.ExternalWaits += (callback is null ? 0 : 1) - ((isReader ? Reader : Writer) is null ? 0 : 1);
            if (isReader)
            {
                Reader = callback;
            }
            else
            {
                Writer = callback;
            }
        }

        internal override void OnEvents(uint events)
        {
            if ((events & ~Epoll.Out) != 0)
            {
                Call(Reader);
            }

            if ((events & ~(Epoll.In | Epoll.Priority)) != 0)
            {
                Call(Writer);
            }
        }

        internal override void OnLoopClosed()
        {
            // The descriptor is the user's.
        }

        private void Call(Handle? callback)
        {
            // The level is reported at each poll, and a busy loop may poll before the callback has run.
            if (callback is { IsQueued: false })
            {
                callback.IsQueued = true;
                loop.Enqueue(callback);
            }
        }
    }
}
