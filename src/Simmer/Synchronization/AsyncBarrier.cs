using System.Diagnostics;

namespace Simmer;

/// <summary>A place where a fixed number of tasks of one loop wait for each other, again and again.</summary>
/// <remarks>
/// <para>The last to come does not wait; the others go on in the next iteration, in the order in which they came. Who comes
/// while a round is leaving waits for the next.</para>
/// <para>Not for use between threads; it is bound to the loop on which a task first waited at it.
/// Semantics: <c>asyncio.Barrier</c>.</para>
/// </remarks>
/// <example><code>
/// var barrier = new AsyncBarrier(3);
///
/// async Coroutine Racer(string name)
/// {
///     await PutOnShoes();
///     int place = await barrier.Wait();
///     Console.WriteLine($"{name} starts, came as number {place}");
/// }
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncBarrier : IPrimitive
{
    private EventLoop? _loop;
    private WaiterLine? _line;
    private Phase _phase;

    /// <summary>How many are between their arrival and their return, in this round.</summary>
    private int _inside;

    /// <summary>Makes a barrier.</summary>
    /// <param name="parties">How many tasks it takes to open it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parties"/> is less than 1.</exception>
    public AsyncBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
    }

    private enum Phase
    {
        /// <summary>Tasks come and wait.</summary>
        Filling,

        /// <summary>All have come; those of this round leave, and nobody else comes in.</summary>
        Draining,

        /// <summary>It was reset; those of this round leave with an error, and nobody else comes in.</summary>
        Resetting,

        /// <summary>It was aborted; everybody gets an error until it is reset.</summary>
        Broken,
    }

    /// <summary>How many tasks it takes to open it.</summary>
    public int Parties { get; }

    /// <summary>How many tasks have come and wait for the others.</summary>
    public int Waiting => _phase == Phase.Filling ? _inside : 0;

    /// <summary>Whether it was aborted and not reset since.</summary>
    public bool Broken => _phase == Phase.Broken;

    /// <summary>Waits until <see cref="Parties"/> tasks have come.</summary>
    /// <returns>A coroutine that gives the place in the order of arrival, 0 for the first: different for each task of a round.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is aborted, or is reset while this task waits.</exception>
    /// <exception cref="InvalidOperationException">It has to wait, and the barrier is bound to another loop; or it is on
    /// the wrong thread.</exception>
    /// <remarks>
    /// Cancel safety: a task that is cancelled while the barrier fills leaves it, so that another must come in its place;
    /// the barrier is not broken by it.
    /// </remarks>
    public async Coroutine<int> Wait()
    {
        _loop?.CheckAccess();
        while (_phase is Phase.Draining or Phase.Resetting)
        {
            await Join();
        }

        if (_phase == Phase.Broken)
        {
            throw new BrokenBarrierException("The barrier was aborted. Reset it to use it again.");
        }

        int place = _inside++;
        try
        {
            if (_inside == Parties)
            {
                _phase = Phase.Draining;
                _line?.WakeAll();
                return place;
            }

            while (_phase == Phase.Filling)
            {
                await Join();
            }

            return _phase == Phase.Draining
                ? place
                : throw new BrokenBarrierException($"The barrier was {(Broken ? "aborted" : "reset")} while this task waited.");
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Makes the barrier as new: tasks that wait get a <see cref="BrokenBarrierException"/>.</summary>
    /// <returns>A coroutine that does it, without waiting.</returns>
    /// <exception cref="InvalidOperationException">It is on the wrong thread.</exception>
    public async Coroutine Reset()
    {
        _loop?.CheckAccess();
        _phase = _inside > 0 ? Phase.Resetting : Phase.Filling;
        _line?.WakeAll();
    }

    /// <summary>Breaks the barrier: tasks that wait, and those that come, get a <see cref="BrokenBarrierException"/>.</summary>
    /// <returns>A coroutine that does it, without waiting.</returns>
    /// <exception cref="InvalidOperationException">It is on the wrong thread.</exception>
    public async Coroutine Abort()
    {
        _loop?.CheckAccess();
        _phase = Phase.Broken;
        _line?.WakeAll();
    }

    /// <summary>What goes on at this barrier now.</summary>
    /// <returns>A snapshot.</returns>
    public BarrierStatistics Statistics() => new(Parties, Waiting, Broken);

    /// <inheritdoc/>
    public override string ToString() =>
        $"<AsyncBarrier {(Broken ? "broken" : _phase == Phase.Filling ? "filling" : "leaving")} waiting={Waiting}/{Parties}>";

    // asyncio's barrier waits on a condition, which passes a possible notification on. Nothing can be lost here, but whom
    // that wakes for nothing goes to the end of the line, which the order of leaving shows.
    void IPrimitive.Abandon(WaiterLine line, Waiter waiter) => line.WakeNext();

    private void Leave()
    {
        if (--_inside > 0)
        {
            return;
        }

        if (_phase is Phase.Draining or Phase.Resetting)
        {
            _phase = Phase.Filling;
        }

        // Who came while the round was leaving may come in.
        _line?.WakeAll();
    }

    private Waiter Join()
    {
        EventLoop loop = LoopBinding.Bind(ref _loop, this);
        _line ??= new WaiterLine(this, nameof(Wait));
        return _line.Join(loop);
    }
}
