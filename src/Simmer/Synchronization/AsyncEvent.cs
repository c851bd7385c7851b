using System.Diagnostics;

namespace Simmer;

/// <summary>A flag that tasks of one loop wait for.</summary>
/// <remarks>
/// <para><see cref="Set"/> wakes every task that waits, in the order in which they came, even if <see cref="Clear"/> follows
/// at once. Waiting for a flag that is set neither yields nor allocates.</para>
/// <para>Not for use between threads; it is bound to the loop on which a task first had to wait for it.
/// Semantics: <c>asyncio.Event</c>.</para>
/// </remarks>
/// <example><code>
/// var ready = new AsyncEvent();
///
/// async Coroutine Worker()
/// {
///     await ready.Wait();
///     Console.WriteLine("go");
/// }
///
/// ready.Set();
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncEvent : IPrimitive
{
    private EventLoop? _loop;
    private WaiterLine? _line;

    /// <summary>Whether the flag is set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Sets the flag; every task that waits runs in the next iteration.</summary>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public void Set()
    {
        _loop?.CheckAccess();
        if (!IsSet)
        {
            IsSet = true;
            _line?.WakeAll();
        }
    }

    /// <summary>Clears the flag: who waits from now on waits for the next <see cref="Set"/>.</summary>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public void Clear()
    {
        _loop?.CheckAccess();
        IsSet = false;
    }

    /// <summary>Waits until the flag is set; returns at once if it is.</summary>
    /// <returns>A coroutine that gives true. By then the flag may be cleared again.</returns>
    /// <exception cref="InvalidOperationException">It has to wait, and the event is bound to another loop; or it is on
    /// the wrong thread.</exception>
    /// <remarks>Cancel safety: cancelling it changes nothing for others.</remarks>
    public async Coroutine<bool> Wait()
    {
        _loop?.CheckAccess();
        if (!IsSet)
        {
            EventLoop loop = LoopBinding.Bind(ref _loop, this);
            _line ??= new WaiterLine(this, nameof(Wait));
            await _line.Join(loop);
        }

        return true;
    }

    /// <summary>What goes on at this event now.</summary>
    /// <returns>A snapshot.</returns>
    public EventStatistics Statistics() => new(IsSet, _line?.Waiting ?? 0);

    /// <inheritdoc/>
    public override string ToString() => $"<AsyncEvent {(IsSet ? "set" : "unset")} waiting={_line?.Waiting ?? 0}>";

    void IPrimitive.Abandon(WaiterLine line, Waiter waiter)
    {
        // Every waiter is woken: nothing was kept from others.
    }
}
