using System.Diagnostics;

namespace Simmer;

/// <summary>Mutual exclusion between tasks of one loop, across their awaits.</summary>
/// <remarks>
/// <para>Between two awaits no other task runs, so state that is changed without awaiting needs no lock.</para>
/// <para>Fair: tasks get it in the order in which they asked, and while some wait, no newcomer gets it before them. Taking a
/// lock that is free neither yields nor allocates. It is not re-entrant, and any task may release it, whoever took it.</para>
/// <para>Not for use between threads; it is bound to the loop on which a task first had to wait for it.
/// Semantics: <c>asyncio.Lock</c>.</para>
/// </remarks>
/// <example><code>
/// var mutex = new AsyncLock();
///
/// async Coroutine Deposit(int amount)
/// {
///     using (await mutex.Acquire())
///     {
///         int balance = await Load();
///         await Save(balance + amount);
///     }
/// }
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncLock : IPrimitive, IReleasable
{
    private EventLoop? _loop;
    private WaiterLine? _line;
    private LoopTask? _holder;
    private long _grant;
    private long _lastGrant;

    /// <summary>Whether it is held. Between a release and the step of the task that it wakes, it is not.</summary>
    public bool Locked => _holder is not null;

    /// <summary>The task that took it; null if it is free.</summary>
    internal LoopTask? Holder => _holder;

    /// <summary>Waits until the lock is free and everybody who asked before has had it, and takes it.</summary>
    /// <returns>A coroutine that gives what releases the lock, for <c>using</c>.</returns>
    /// <exception cref="InvalidOperationException">It has to wait, and the lock is bound to another loop; or it is on
    /// the wrong thread.</exception>
    /// <remarks>Cancel safety: cancelled, it has not taken the lock; if it was its turn, the next in line has it.</remarks>
    public async Coroutine<Releaser> Acquire()
    {
        CheckAccess();
        if (MustWait)
        {
            await Join();
        }

        long grant = ++_lastGrant;
        Hold(grant);
        return new Releaser(this, grant);
    }

    /// <summary>Releases the lock; the task that waits longest gets it when it runs, in the next iteration.</summary>
    /// <exception cref="InvalidOperationException">It is not locked; or this is the wrong thread.</exception>
    public void Release()
    {
        CheckAccess();
        if (_holder is null)
        {
            throw new InvalidOperationException("Lock is not acquired: there is nothing to release.");
        }

        _holder = null;
        _grant = 0;
        _line?.WakeHead();
    }

    /// <summary>What goes on at this lock now.</summary>
    /// <returns>A snapshot.</returns>
    public LockStatistics Statistics() => new(Locked, _holder?.Name, _line?.Waiting ?? 0);

    /// <inheritdoc/>
    public override string ToString() =>
        $"<AsyncLock {(_holder is null ? "unlocked" : $"locked by '{_holder.Name}'")} waiting={_line?.Waiting ?? 0}>";

    void IReleasable.Release(long grant)
    {
        CheckAccess();
        if (grant != _grant)
        {
            throw new InvalidOperationException(
                $"This releaser has given its acquisition back before; now the lock is {this}. "
                + "Release each acquisition once: with 'using' or with Release(), not with both.");
        }

        Release();
    }

    void IPrimitive.Abandon(WaiterLine line, Waiter waiter)
    {
        if (_holder is null)
        {
            // It may have been to take the lock, or have stood at the head when the lock was released.
            line.WakeHead();
        }
    }

    /// <summary>Releases the lock for a while, in the middle of an acquisition.</summary>
    /// <returns>What <see cref="TakeBack"/> needs.</returns>
    internal long LetGo()
    {
        long grant = _grant;
        Release();
        return grant;
    }

    /// <summary>Goes on with the acquisition that <see cref="LetGo"/> interrupted, so that its releaser stays valid.</summary>
    internal async Coroutine TakeBack(long grant)
    {
        if (MustWait)
        {
            await Join();
        }

        Hold(grant);
    }

    /// <summary><see cref="TakeBack"/>, if it need not wait.</summary>
    internal bool TryTakeBack(long grant)
    {
        if (MustWait)
        {
            return false;
        }

        Hold(grant);
        return true;
    }

    // A woken task holds nothing until it runs, so those behind it must go on waiting: no newcomer barges in.
    private bool MustWait => _holder is not null || _line is { IsOccupied: true };

    private void Hold(long grant)
    {
        Debug.Assert(_holder is null, "A lock is given to one task.");
        _holder = LoopTask.Running;
        _grant = grant;
    }

    private Waiter Join()
    {
        EventLoop loop = LoopBinding.Bind(ref _loop, this);
        _line ??= new WaiterLine(this, nameof(Acquire));
        return _line.Join(loop);
    }

    private void CheckAccess() => (_loop ?? _holder?.Loop)?.CheckAccess();
}
