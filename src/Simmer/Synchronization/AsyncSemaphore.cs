using System.Diagnostics;

namespace Simmer;

/// <summary>A number of permits that tasks of one loop share: so many may do something at once.</summary>
/// <remarks>
/// <para>Fair: tasks get permits in the order in which they asked, and while some wait, no newcomer gets one before them. A
/// permit that is released while tasks wait goes to the first of them at once. Taking a free permit neither yields nor
/// allocates.</para>
/// <para><see cref="Release"/> may add permits beyond the initial ones; <see cref="AsyncBoundedSemaphore"/> does not let it.</para>
/// <para>Not for use between threads; it is bound to the loop on which a task first had to wait for it.
/// Semantics: <c>asyncio.Semaphore</c>.</para>
/// </remarks>
/// <example><code>
/// var tenAtOnce = new AsyncSemaphore(10);
///
/// async Coroutine&lt;string&gt; Fetch(string url)
/// {
///     using (await tenAtOnce.Acquire())
///     {
///         return await http.GetStringAsync(url, Asyncio.CancellationToken);
///     }
/// }
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public class AsyncSemaphore : IPrimitive, IReleasable
{
    private readonly int _bound;
    private EventLoop? _loop;
    private WaiterLine? _line;
    private int _value;

    /// <summary>Makes a semaphore.</summary>
    /// <param name="value">How many permits it has at first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public AsyncSemaphore(int value = 1)
        : this(value, int.MaxValue)
    {
    }

    private protected AsyncSemaphore(int value, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _value = value;
        _bound = bound;
    }

    /// <summary>Whether <see cref="Acquire"/> would wait: no permit is left, or others are first in line.</summary>
    public bool Locked => _value == 0 || _line is { IsOccupied: true };

    /// <summary>How many permits are left.</summary>
    public int Value => _value;

    /// <summary>Waits until a permit is left and everybody who asked before has one, and takes it.</summary>
    /// <returns>A coroutine that gives what gives the permit back, for <c>using</c>.</returns>
    /// <exception cref="InvalidOperationException">It has to wait, and the semaphore is bound to another loop; or it is on
    /// the wrong thread.</exception>
    /// <remarks>Cancel safety: cancelled, it has taken no permit; if it was its turn, the next in line gets it.</remarks>
    public async Coroutine<Releaser> Acquire()
    {
        _loop?.CheckAccess();
        if (Locked)
        {
            await Join();
            HandOutPermits();
        }
        else
        {
            _value--;
        }

        return new Releaser(this, 0);
    }

    /// <summary>Gives a permit back, to the task that waits longest if there is one.</summary>
    /// <exception cref="SemaphoreFullException">An <see cref="AsyncBoundedSemaphore"/> has all its permits.</exception>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public void Release()
    {
        _loop?.CheckAccess();
        if (_value >= _bound)
        {
            throw new SemaphoreFullException(
                $"{GetType().Name} released too many times: all its {_bound} permits are back.");
        }

        _value++;
        HandOutPermit();
    }

    /// <summary>What goes on at this semaphore now.</summary>
    /// <returns>A snapshot.</returns>
    public SemaphoreStatistics Statistics() => new(_value, _line?.Waiting ?? 0);

    /// <inheritdoc/>
    public override string ToString() => $"<{GetType().Name} value={_value} waiting={_line?.Waiting ?? 0}>";

    void IReleasable.Release(long grant) => Release();

    void IPrimitive.Abandon(WaiterLine line, Waiter waiter)
    {
        if (waiter.WasWoken)
        {
            // The permit was its own already.
            _value++;
        }

        HandOutPermits();
    }

    private Waiter Join()
    {
        EventLoop loop = LoopBinding.Bind(ref _loop, this);
        _line ??= new WaiterLine(this, nameof(Acquire));
        return _line.Join(loop);
    }

    /// <summary>
    /// Gives out what came while the task that runs now was first in line: those behind it were made to wait for it.
    /// </summary>
    private void HandOutPermits()
    {
        while (_value > 0 && HandOutPermit())
        {
        }
    }

    /// <summary>Gives one permit to the first in line.</summary>
    private bool HandOutPermit()
    {
        if (_line is null || !_line.WakeNext())
        {
            return false;
        }

        _value--;
        return true;
    }
}
