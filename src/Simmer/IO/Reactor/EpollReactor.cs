using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The reactor of Linux: one epoll instance, which the idle loop waits in, and an eventfd that wakes it.</summary>
/// <remarks>
/// Invariants:
/// <list type="bullet">
/// <item>Only the loop's thread calls it, but for <see cref="Wake"/>.</item>
/// <item>An event carries the number and the generation of a table's slot, never the descriptor: what was fetched for a channel
/// that has been closed since finds another generation, whoever has its descriptor's number now.</item>
/// <item>A channel has its slot from the beginning, so that closing the loop closes it; it is registered with epoll at its first
/// wait, once, for both directions, edge-triggered.</item>
/// <item>The eventfd is edge-triggered too: each write is an event, and it is never read.</item>
/// </list>
/// </remarks>
internal sealed unsafe class EpollReactor : Reactor
{
    private const int EventsAtOnce = 512;

    /// <summary>How many items a busy loop runs before it polls.</summary>
    private const int ItemsBetweenPolls = 64;

    /// <summary>How many events are many.</summary>
    private const int ManyEvents = 16;
    private const ulong WakeData = ulong.MaxValue;
    private readonly int _epoll = -1;
    private readonly int _wakeDescriptor = -1;
    private readonly byte* _events;
    private readonly DescriptorTable _descriptors;
    private Entry[] _table = new Entry[16];
    private int _freeSlot = -1;
    private int _used;
    private bool _isDisposed;
    private bool _hasPreciseWait = true;
    private int _itemsUntilPoll;
    private long _polledAt;
    private SpinPlan _spin = SpinPlan.FromEnvironment();

    internal EpollReactor(EventLoop loop)
        : base(loop)
    {
        // The first use of what reads the error number would overwrite it.
        _ = Libc.LastError;
        _epoll = Libc.EpollCreate(Libc.CloseOnExec);
        if (_epoll < 0)
        {
            throw Failed("epoll_create1", Libc.LastError);
        }

        _wakeDescriptor = Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking);
        int error = _wakeDescriptor < 0
            ? Libc.LastError
            : Epoll.Control(_epoll, Epoll.Add, _wakeDescriptor, Epoll.In | Epoll.EdgeTriggered, WakeData);
        if (error != 0)
        {
            CloseDescriptors();
            GC.SuppressFinalize(this);
            throw Failed("eventfd", error);
        }

        _events = (byte*)NativeMemory.Alloc((nuint)(EventsAtOnce * Epoll.EventSize));
        _descriptors = new DescriptorTable(this);
    }

    /// <summary>A loop that was dropped without being closed: its descriptors are closed all the same.</summary>
    ~EpollReactor() => Release();

    internal int EpollDescriptor => _epoll;

    /// <summary>Whether the last poll brought many events.</summary>
    internal bool HasBroughtMany { get; private set; }

    /// <summary>Whether a loop that is about to run <paramref name="items"/> items is to look for news first.</summary>
    internal bool IsPollDue(int items) => (_itemsUntilPoll -= items) <= 0 || Environment.TickCount64 != _polledAt;

    /// <summary>Takes the news and waits for some.</summary>
    /// <param name="nanoseconds">How long to wait at most: 0 not to wait, negative to wait until news or <see cref="Wake"/>.</param>
    internal void Poll(long nanoseconds)
    {
        int count = nanoseconds != 0 && _spin.Begin() ? Spin(ref nanoseconds) : 0;
        if (count == 0)
        {
            count = nanoseconds <= 0
                ? Libc.EpollWait(_epoll, _events, EventsAtOnce, nanoseconds < 0 ? -1 : 0)
                : PreciseWait(nanoseconds);
        }

        for (int i = 0; i < count; i++)
        {
            ulong data = Epoll.DataAt(_events, i);
            uint slot = (uint)data;
            if (slot < (uint)_table.Length && _table[slot].Generation == (uint)(data >> 32))
            {
                _table[slot].Target?.OnEvents(Epoll.EventsAt(_events, i));
            }
        }

        // A full buffer means that there is more: the next iteration looks again. An error is an interruption by a signal.
        _itemsUntilPoll = count == EventsAtOnce ? 0 : ItemsBetweenPolls;
        _polledAt = Environment.TickCount64;
        HasBroughtMany = count >= ManyEvents;
    }

    /// <summary>Ends a wait, or the next one; from any thread, until the reactor is disposed.</summary>
    internal void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wakeDescriptor, &one, sizeof(ulong));
    }

    internal void Hold(Pollable target)
    {
        int slot = _freeSlot;
        if (slot >= 0)
        {
            _freeSlot = _table[slot].NextFree;
        }
        else
        {
            slot = _used++;
            if (slot == _table.Length)
            {
                Array.Resize(ref _table, slot * 2);
            }
        }

        _table[slot].Target = target;
        target.Slot = slot;
    }

    /// <summary>Gives the slot back; events that were fetched for it are void.</summary>
    internal void LetGo(Pollable target)
    {
        ref Entry entry = ref _table[target.Slot];
        entry.Target = null;
        entry.Generation++;
        entry.NextFree = _freeSlot;
        _freeSlot = target.Slot;
        target.Slot = -1;
    }

    /// <summary>Whether a descriptor is one of the loop's own. Looks at all of them, so that they need not be kept by descriptor.</summary>
    internal bool IsOwned(int descriptor)
    {
        foreach (ref readonly Entry entry in _table.AsSpan(0, _used))
        {
            if (entry.Target is { } target && target.Owns(descriptor))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>0, or the error number.</returns>
    internal int Control(int operation, Pollable target, int descriptor, uint events) =>
        Epoll.Control(_epoll, operation, descriptor, events, ((ulong)_table[target.Slot].Generation << 32) | (uint)target.Slot);

    internal override LoopSocket CreateSocket(AddressFamily family, SocketType type, ProtocolType protocol) =>
        EpollSocket.Create(this, family, type, protocol);

    internal override LoopSocket Adopt(DetachedSocket socket) => EpollSocket.Adopt(this, socket);

    internal override void SetReader(int descriptor, Handle? callback) => _descriptors.SetReader(descriptor, callback);

    internal override void SetWriter(int descriptor, Handle? callback) => _descriptors.SetWriter(descriptor, callback);

    internal override bool HasReader(int descriptor) => _descriptors.Find(descriptor)?.Reader is not null;

    internal override bool HasWriter(int descriptor) => _descriptors.Find(descriptor)?.Writer is not null;

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
        for (int slot = 0; slot < _used; slot++)
        {
            _table[slot].Target?.DropWaiters();
        }
    }

    internal static IOException Failed(string call, int error) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The call {call} failed: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})."));

    /// <summary>Looks for news without sleeping.</summary>
    /// <param name="nanoseconds">How long the whole wait may take; the time spent here is taken off.</param>
    private int Spin(ref long nanoseconds)
    {
        long limit = nanoseconds > 0 ? Math.Min(nanoseconds, _spin.Nanoseconds) : _spin.Nanoseconds;
        long began = Stopwatch.GetTimestamp();
        long spent;
        int count;
        do
        {
            count = Libc.EpollWait(_epoll, _events, EventsAtOnce, 0);
            spent = Stopwatch.GetElapsedTime(began).Ticks * TimeSpan.NanosecondsPerTick;
        }
        while (count == 0 && spent < limit);

        _spin.End(hasPaid: count > 0);
        if (nanoseconds > 0)
        {
            nanoseconds = Math.Max(0, nanoseconds - spent);
        }

        return Math.Max(0, count);
    }

    private int PreciseWait(long nanoseconds)
    {
        if (_hasPreciseWait)
        {
            var timeout = new Libc.KernelTime
            {
                Seconds = nanoseconds / 1_000_000_000,
                Nanoseconds = nanoseconds % 1_000_000_000,
            };
            int count = Libc.EpollWait(_epoll, _events, EventsAtOnce, &timeout);
            if (count >= 0 || Libc.LastError != Errno.NotSupported)
            {
                return count;
            }

            _hasPreciseWait = false;
        }

        // Kernels before 5.11, and sandboxes. Rounded up: a timer is never early.
        long milliseconds = (nanoseconds + 999_999) / 1_000_000;
        return Libc.EpollWait(_epoll, _events, EventsAtOnce, (int)Math.Min(milliseconds, int.MaxValue));
    }

    private void Release()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        for (int slot = 0; slot < _used; slot++)
        {
            _table[slot].Target?.OnLoopClosed();
        }

        CloseDescriptors();
        NativeMemory.Free(_events);
    }

    private void CloseDescriptors()
    {
        if (_wakeDescriptor >= 0)
        {
            _ = Libc.Close(_wakeDescriptor);
        }

        _ = Libc.Close(_epoll);
    }

    /// <summary>A slot of the table.</summary>
    private struct Entry
    {
        internal Pollable? Target;
        internal uint Generation;
        internal int NextFree;
    }
}
