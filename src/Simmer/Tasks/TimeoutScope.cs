using System.Globalization;

namespace Simmer;

/// <summary>A deadline on a piece of a task: when it passes, the task is cancelled and the scope throws a <see cref="TimeoutException"/>.</summary>
/// <remarks>
/// Made by <see cref="Asyncio.Timeout(Delay?, Func{TimeoutScope, Coroutine})"/>. It bounds awaits, not code: a body that
/// computes is not interrupted. A cancellation by somebody else passes through as it is. Semantics: <c>asyncio.Timeout</c>.
/// </remarks>
public sealed class TimeoutScope
{
    private readonly LoopTask _task;
    private readonly int _cancellingAtEntry;
    private readonly bool _requestedAtEntry;
    private Handle? _timer;
    private ScopeState _state;

    private TimeoutScope(LoopTask task)
    {
        _task = task;
        _cancellingAtEntry = task.Cancelling;
        _requestedAtEntry = task.IsToldByScope;
    }

    private enum ScopeState
    {
        Active,
        Expiring,
        Expired,
        Finished,
    }

    /// <summary>The deadline in seconds of the loop's time; null for never.</summary>
    public double? When { get; private set; }

    /// <summary>Whether the deadline passed while the scope was active.</summary>
    public bool Expired => _state is ScopeState.Expiring or ScopeState.Expired;

    /// <summary>Moves the deadline.</summary>
    /// <param name="when">The new one, in seconds of the loop's time; null for never.</param>
    /// <exception cref="InvalidOperationException">The scope has expired or ended.</exception>
    public void Reschedule(double? when)
    {
        if (_state != ScopeState.Active)
        {
            throw new InvalidOperationException($"Cannot change state of {StateName} Timeout.");
        }

        if (when is { } number && double.IsNaN(number))
        {
            throw new ArgumentException("The deadline is not a number (NaN).", nameof(when));
        }

        When = when;
        _timer?.Cancel();
        EventLoop loop = _task.Loop;
        _timer = when switch
        {
            null or double.PositiveInfinity => null,
            _ when when <= loop.Time => loop.CallSoon(Expire),
            _ => loop.CallAt(when.Value, Expire),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"<Timeout {StateName}{(When is { } when ? $" when={when:0.000}" : "")}>");

    private string StateName => _state switch
    {
        ScopeState.Active => "active",
        ScopeState.Expiring => "expiring",
        ScopeState.Expired => "expired",
        _ => "finished",
    };

    /// <param name="delay">The time from now; null for <paramref name="when"/>.</param>
    /// <param name="when">The loop's time; null for never.</param>
    internal static TimeoutScope Enter(Delay? delay, double? when = null)
    {
        var scope = new TimeoutScope(LoopTask.Running);
        scope.Reschedule(delay is { } length ? scope._task.Loop.Time + length.Checked() : when);
        return scope;
    }

    internal static TimeoutException TimedOut(Exception cause) => new("The time for the operation is over.", cause);

    /// <summary>Leaves the scope after a body that ended without an error.</summary>
    internal void Exit() => Exit(null);

    /// <summary>Leaves the scope; gives the error to throw instead of the body's, if there is one.</summary>
    internal TimeoutException? Exit(Exception? error)
    {
        _timer?.Cancel();
        _timer = null;
        if (_state == ScopeState.Expiring)
        {
            _state = ScopeState.Expired;
            if (_task.Uncancel() <= _cancellingAtEntry && error is OperationCanceledException
                && !_task.IsCancelledFromOutside(_requestedAtEntry))
            {
                // No other request came: the cancellation is this scope's own.
                return TimedOut(error);
            }
        }
        else if (_state == ScopeState.Active)
        {
            _state = ScopeState.Finished;
        }

        return null;
    }

    private void Expire()
    {
        _task.Cancel();
        _state = ScopeState.Expiring;
        _timer = null;
    }
}
