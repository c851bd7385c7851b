using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>The loop's way to sockets and descriptors.</summary>
public sealed partial class EventLoop
{
    private readonly EventLoopOptions _options;
    private Reactor? _reactor;

    /// <summary>The reactor, if it is one to wait in: a loop without I/O has none and waits at its inbox.</summary>
    private EpollReactor? _poller;

    /// <summary>The look-ups of host names.</summary>
    internal NameResolver Names => field ??= new NameResolver(this, _options.Resolver, _options.NameCacheTime.Checked());

    /// <summary>Whether the caller may touch the loop.</summary>
    internal bool IsOnItsThread
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsOnShallowStack() || s_current == this || RunningThread is null;
    }

    /// <summary>The reactor, made at the first use.</summary>
    internal Reactor Reactor
    {
        get
        {
            CheckAccess();
            if (_reactor is null)
            {
                CheckClosed();
                _reactor = Reactor.Create(this, _options.PortableReactor);
                _poller = _reactor as EpollReactor;
            }

            return _reactor;
        }
    }

    /// <summary>Has <paramref name="callback"/> called in each iteration in which a file descriptor is readable, at its end, or broken.</summary>
    /// <param name="descriptor">The descriptor. It stays yours: unregister it before you close it.</param>
    /// <param name="callback">The callback; it takes the place of an earlier one.</param>
    /// <exception cref="InvalidOperationException">
    /// The descriptor is one of this loop's connections; or the loop is closed, or runs on another thread.
    /// </exception>
    /// <exception cref="NotSupportedException">It is a regular file, which the system cannot wait for.</exception>
    /// <exception cref="ArgumentException">It is not open.</exception>
    /// <exception cref="PlatformNotSupportedException">The loop has the portable reactor, which cannot watch descriptors.</exception>
    /// <remarks><c>loop.add_reader</c>. The callback is called again and again until it has read what there is.</remarks>
    public void AddReader(int descriptor, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Reactor.SetReader(descriptor, new Handle(this, callback, ContextFor(null)));
    }

    /// <summary>Has <paramref name="callback"/> called in each iteration in which a file descriptor is writable or broken.</summary>
    /// <inheritdoc cref="AddReader"/>
    /// <remarks><c>loop.add_writer</c>.</remarks>
    public void AddWriter(int descriptor, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Reactor.SetWriter(descriptor, new Handle(this, callback, ContextFor(null)));
    }

    /// <summary>Calls the reader of a descriptor no longer, not even if its call is scheduled.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <returns>Whether there was a reader.</returns>
    /// <remarks><c>loop.remove_reader</c>.</remarks>
    public bool RemoveReader(int descriptor)
    {
        CheckAccess();
        if (_reactor is null || !_reactor.HasReader(descriptor))
        {
            return false;
        }

        _reactor.SetReader(descriptor, null);
        return true;
    }

    /// <summary>Calls the writer of a descriptor no longer, not even if its call is scheduled.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <returns>Whether there was a writer.</returns>
    /// <remarks><c>loop.remove_writer</c>.</remarks>
    public bool RemoveWriter(int descriptor)
    {
        CheckAccess();
        if (_reactor is null || !_reactor.HasWriter(descriptor))
        {
            return false;
        }

        _reactor.SetWriter(descriptor, null);
        return true;
    }
}
