using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>A lock together with a way to wait, while others hold it, for a change of what it protects.</summary>
/// <remarks>
/// <para><see cref="Wait"/> may return without a notification meant for it, so look at the state again in a loop, or use
/// <see cref="WaitFor{T}"/>, which does.</para>
/// <para>No notification is lost: a task that is cancelled after it was notified notifies another.</para>
/// <para>Not for use between threads; it is bound to the loop on which a task first waited at it.
/// Semantics: <c>asyncio.Condition</c>.</para>
/// </remarks>
/// <example><code>
/// var changed = new AsyncCondition();
/// var jobs = new List&lt;string&gt;();
///
/// async Coroutine&lt;string&gt; Take()
/// {
///     using (await changed.Acquire())
///     {
///         await changed.WaitFor(() => jobs.Count > 0);
///         string job = jobs[0];
///         jobs.RemoveAt(0);
///         return job;
///     }
/// }
///
/// async Coroutine Add(string job)
/// {
///     using (await changed.Acquire())
///     {
///         jobs.Add(job);
///         changed.Notify();
///     }
/// }
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncCondition : IPrimitive
{
    private EventLoop? _loop;
    private WaiterLine? _line;

    /// <summary>Makes a condition.</summary>
    /// <param name="mutex">The lock, which several conditions may share; null for one of its own.</param>
    public AsyncCondition(AsyncLock? mutex = null) => Mutex = mutex ?? new AsyncLock();

    /// <summary>The lock.</summary>
    public AsyncLock Mutex { get; }

    /// <summary>Whether the lock is held.</summary>
    public bool Locked => Mutex.Locked;

    /// <inheritdoc cref="AsyncLock.Acquire"/>
    public Coroutine<Releaser> Acquire() => Mutex.Acquire();

    /// <inheritdoc cref="AsyncLock.Release"/>
    public void Release() => Mutex.Release();

    /// <summary>Releases the lock, waits for a notification, and takes the lock again.</summary>
    /// <returns>A coroutine that gives true.</returns>
    /// <exception cref="InvalidOperationException">The lock is not held; or the condition is bound to another loop.</exception>
    /// <remarks>
    /// Cancel safety: however it ends, it holds the lock again, which may take time even when it is cancelled;
    /// cancellations that arrive in that time are held back and the last of them is thrown. A notification that it had is
    /// passed on. The <see cref="Releaser"/> of the acquisition stays valid.
    /// </remarks>
    public async Coroutine<bool> Wait()
    {
        if (!Locked)
        {
            throw new InvalidOperationException(
                "Cannot wait on un-acquired lock. Write 'using (await condition.Acquire())' around the wait.");
        }

        EventLoop loop = LoopBinding.Bind(ref _loop, this);
        WaiterLine line = _line ??= new WaiterLine(this, nameof(Wait));
        long grant = Mutex.LetGo();
        try
        {
            await line.Join(loop);
        }
        catch
        {
            await TakeBack(grant, line);

            // It may have been notified, which is then somebody else's; if not, this wakes one in vain, as it may.
            line.WakeNext();
            throw;
        }

        if (!Mutex.TryTakeBack(grant))
        {
            await TakeBack(grant, line);
        }

        return true;
    }

    /// <summary>Waits until a predicate holds; it is asked with the lock held, at first and after each notification.</summary>
    /// <typeparam name="T">The type of its answer.</typeparam>
    /// <param name="predicate">Gives anything but <c>default</c> (false, null, 0) when the wait is over.</param>
    /// <returns>A coroutine that gives the predicate's last answer.</returns>
    /// <exception cref="InvalidOperationException">It has to wait, and the lock is not held; or the condition is bound to
    /// another loop.</exception>
    /// <remarks>Cancel safety: that of <see cref="Wait"/>. An error in the predicate is thrown, with the lock held.</remarks>
    public async Coroutine<T> WaitFor<T>(Func<T?> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        while (true)
        {
            T? answer = predicate();
            if (!EqualityComparer<T?>.Default.Equals(answer, default))
            {
                return answer!;
            }

            await Wait();
        }
    }

    /// <summary>Notifies the tasks that wait longest. They go on when they get the lock: release it.</summary>
    /// <param name="n">How many to notify; all, if fewer wait.</param>
    /// <exception cref="InvalidOperationException">The lock is not held; or this is the wrong thread.</exception>
    public void Notify(int n = 1)
    {
        _loop?.CheckAccess();
        if (!Locked)
        {
            throw new InvalidOperationException(
                "Cannot notify on un-acquired lock. Write 'using (await condition.Acquire())' around the change and the notification.");
        }

        for (int i = 0; i < n && _line is not null && _line.WakeNext(); i++)
        {
        }
    }

    /// <summary>Notifies every task that waits.</summary>
    /// <exception cref="InvalidOperationException">The lock is not held; or this is the wrong thread.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>What goes on at this condition now.</summary>
    /// <returns>A snapshot.</returns>
    public ConditionStatistics Statistics() => new(_line?.Waiting ?? 0, Mutex.Statistics());

    /// <inheritdoc/>
    public override string ToString() =>
        $"<AsyncCondition {(Locked ? "locked" : "unlocked")} waiting={_line?.Waiting ?? 0}>";

    void IPrimitive.Abandon(WaiterLine line, Waiter waiter)
    {
        // Only once it has the lock again is a notification passed on.
    }

    /// <summary>Takes the lock again, whatever cancellations arrive; then throws the last of them.</summary>
    private async Coroutine TakeBack(long grant, WaiterLine line)
    {
        CancelledException? cancelled = null;
        while (true)
        {
            try
            {
                await (cancelled is null ? Mutex.TakeBack(grant) : CancelScope.WaitAgain(Mutex.TakeBack(grant)));
                break;
            }
            catch (CancelledException error)
            {
                cancelled = error;
            }
        }

        if (cancelled is not null)
        {
            line.WakeNext();
            ExceptionDispatchInfo.Throw(cancelled);
        }
    }
}
