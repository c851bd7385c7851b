using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>A piece of a program that can be cancelled as a whole: its body and the tasks of the groups opened in it.</summary>
/// <remarks>
/// <para>A cancelled scope cancels every await in it, not only the first: code that swallows a
/// <see cref="CancelledException"/> meets the next one at its next await. When the body has ended by it, the scope ends
/// normally, and <see cref="CancelledCaught"/> is true.</para>
/// <para>A shielded scope is not reached by the scopes around it, so that a clean-up may await; its own deadline still
/// holds. <see cref="LoopTask.Cancel"/> is asyncio's request and passes through scopes and shields as it is.</para>
/// <para>With a grace period the cancellation is polite first: the awaits that are under way are cancelled once, and what
/// is awaited afterwards, for cleaning up, works; when the grace is over, every await is cancelled.</para>
/// <para>Semantics: Trio's cancel scopes, which asyncio does not have.</para>
/// </remarks>
/// <example><code>
/// await CancelScope.Run(async scope =>
/// {
///     scope.Deadline = GetRunningLoop().Time + 30;
///     await Download();
/// });
/// </code></example>
[SuppressMessage("Design", "CA1001", Justification = "The token's source has no timer and no handle: others may hold the token longer.")]
public sealed class CancelScope
{
    private readonly LoopTask _host;
    private readonly int _cancellingAtEntry;
    private readonly bool _parentRequestedAtEntry;
    private readonly HashSet<LoopTask> _tasks = [];
    private readonly HashSet<CancelScope> _children = [];
    private CancellationTokenSource? _tokenSource;
    private TimerHandle? _deadlineTimer;
    private TimerHandle? _graceTimer;
    private double? _deadline;
    private bool _shield;
    private bool _forGood;
    private bool _exited;

    private CancelScope(LoopTask host, bool shield)
    {
        _host = host;
        _shield = shield;

        // A request that was not delivered yet will be in here, and is not this scope's own.
        _cancellingAtEntry = host.Extras.RequestPending ? host.Cancelling - 1 : host.Cancelling;
        Parent = host.ExtrasOrNull?.Scope;
        _parentRequestedAtEntry = host.IsToldByScope;
        Parent?._tasks.Remove(host);
        Parent?._children.Add(this);
        _tasks.Add(host);
        host.Extras.Scope = this;
        host.SettleScope();
    }

    /// <summary>When the scope is cancelled by itself, in seconds of the loop's time; null for never.</summary>
    public double? Deadline
    {
        get => _deadline;
        set
        {
            _deadline = value;
            _deadlineTimer?.Cancel();
            _deadlineTimer = value is { } when && !_exited
                ? _host.Loop.CallAt(when, () => Cancel("deadline"))
                : null;
        }
    }

    /// <summary>Whether the scopes around this one do not reach into it.</summary>
    public bool Shield
    {
        get => _shield;
        set
        {
            _host.Loop.CheckAccess();
            if (_shield != value)
            {
                _shield = value;
                ForEachTask(static task => task.SettleScope());
            }
        }
    }

    /// <summary>Whether this scope was cancelled, by a call or its deadline.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>Whether the scope's own cancellation ended its body.</summary>
    public bool CancelledCaught { get; private set; }

    /// <summary>The reason given to <see cref="Cancel"/>; <c>deadline</c> if the deadline passed.</summary>
    public string? Reason { get; private set; }

    /// <summary>Cancelled with this scope, for .NET calls.</summary>
    public CancellationToken CancellationToken
    {
        get
        {
            if (_tokenSource is null)
            {
                _tokenSource = new CancellationTokenSource();
                if (CancelRequested)
                {
                    _tokenSource.Cancel();
                }
            }

            return _tokenSource.Token;
        }
    }

    internal bool HasExited => _exited;

    internal CancelScope? Parent { get; }

    /// <summary>Whether every await in this scope is cancelled: by this scope or one around it, up to the next shield.</summary>
    internal bool CancelsEveryAwait => _forGood || (!_shield && Parent is { CancelsEveryAwait: true });

    /// <summary>Whether this scope or one around it, up to the next shield, was cancelled, be it politely.</summary>
    internal bool IsCancelRequested => CancelRequested || (!_shield && Parent is { IsCancelRequested: true });

    internal string? EffectiveReason => CancelRequested || _shield ? Reason : Parent?.EffectiveReason;

    /// <summary>Runs a body in a scope.</summary>
    /// <param name="body">The body; it runs in the caller's task.</param>
    /// <param name="timeout">When the scope is cancelled by itself; null for never.</param>
    /// <param name="shield">Whether the scopes around it do not reach into it.</param>
    /// <returns>A coroutine that ends with the body; normally, if the scope's own cancellation ended it.</returns>
    /// <remarks>Cancel safety: a cancellation of the task passes through as it is; the scope's own ends here.</remarks>
    public static async Coroutine Run(Func<CancelScope, Coroutine> body, Delay? timeout = null, bool shield = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        CancelScope scope = Enter(timeout, shield);
        try
        {
            await body(scope);
            scope.Exit(null);
        }
        catch (Exception error) when (scope.Exit(error))
        {
            // The scope's own cancellation ends here.
        }
    }

    /// <inheritdoc cref="Run(Func{CancelScope, Coroutine}, Delay?, bool)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What the body returned; the default value if the scope's own cancellation ended it.</returns>
    public static async Coroutine<T?> Run<T>(Func<CancelScope, Coroutine<T>> body, Delay? timeout = null, bool shield = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        CancelScope scope = Enter(timeout, shield);
        try
        {
            T result = await body(scope);
            scope.Exit(null);
            return result;
        }
        catch (Exception error) when (scope.Exit(error))
        {
            return default;
        }
    }

    /// <summary>Cancels the scope.</summary>
    /// <param name="reason">Why: the message of the exceptions.</param>
    /// <param name="grace">How long to be polite: until then only the awaits under way are cancelled. Null for not at all.</param>
    /// <remarks>A second call without a grace ends the grace of the first. Calls after the end do nothing.</remarks>
    public void Cancel(string? reason = null, Delay? grace = null)
    {
        _host.Loop.CheckAccess();
        grace?.Checked();
        if (_exited || _forGood)
        {
            return;
        }

        bool first = !CancelRequested;
        CancelRequested = true;
        Reason ??= reason;
        if (grace is { } delay)
        {
            if (!first)
            {
                return;
            }

            _graceTimer = _host.Loop.CallLater(delay, () => Cancel(reason));
        }
        else
        {
            _graceTimer?.Cancel();
            _forGood = true;
        }

        if (_tokenSource is not null)
        {
            TokenCancellation.Cancel(_tokenSource, _host);
        }

        CancelScope? polite = _forGood ? null : this;
        ForEachTask(task => task.CancelForScope(Reason, polite), intoShields: polite is not null);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"<CancelScope{(CancelRequested ? $" cancelled{(Reason is null ? "" : $" ({Reason})")}" : "")}{(_shield ? " shielded" : "")}>";

    /// <summary>A task of a group that was opened in this scope belongs to it.</summary>
    internal void Adopt(LoopTask task)
    {
        _tasks.Add(task);
        task.Extras.Scope = this;
    }

    internal void Disown(LoopTask task) => _tasks.Remove(task);

    /// <summary>
    /// For a wait that was cancelled and has to go on: in a cancelled scope, which would cancel it each time it is begun again, only
    /// requests of <see cref="LoopTask.Cancel"/> come through.
    /// </summary>
    internal static Coroutine WaitAgain(Coroutine wait) =>
        LoopTask.Running.ExtrasOrNull?.Scope is { CancelsEveryAwait: true } ? Run(async _ => await wait, shield: true) : wait;

    private static CancelScope Enter(Delay? timeout, bool shield)
    {
        LoopTask host = LoopTask.Running;
        var scope = new CancelScope(host, shield);
        if (timeout is { } delay && !double.IsPositiveInfinity(delay.Checked()))
        {
            scope.Deadline = host.Loop.Time + delay.Seconds;
        }

        return scope;
    }

    /// <returns>Whether the error is this scope's own cancellation, which ends here.</returns>
    private bool Exit(Exception? error)
    {
        _exited = true;
        _deadlineTimer?.Cancel();
        _graceTimer?.Cancel();
        _tasks.Remove(_host);
        Parent?._children.Remove(this);
        Parent?._tasks.Add(_host);
        _host.Extras.Scope = Parent;
        _host.SettleScope();
        CancelledCaught = error is OperationCanceledException && CancelRequested
            && _host.Cancelling <= _cancellingAtEntry && (_shield || !_host.IsCancelledFromOutside(_parentRequestedAtEntry));
        return CancelledCaught;
    }

    /// <summary>Whether a cancellation of <paramref name="scope"/>, which is this one or may be around it, reaches into this one.</summary>
    internal bool IsReachedBy(CancelScope scope)
    {
        CancelScope? reached = this;
        while (reached is not null && reached != scope)
        {
            reached = reached._shield ? null : reached.Parent;
        }

        return reached is not null;
    }

    /// <summary>The outer one of two nested scopes.</summary>
    internal static CancelScope? Outer(CancelScope? pending, CancelScope? scope)
    {
        if (pending is null or { _exited: true } || scope is null)
        {
            return scope ?? pending;
        }

        for (CancelScope? outer = pending; outer is not null; outer = outer.Parent)
        {
            if (outer == scope)
            {
                return scope;
            }
        }

        return pending;
    }

    private void ForEachTask(Action<LoopTask> action, bool intoShields = false)
    {
        foreach (LoopTask task in _tasks.ToArray())
        {
            action(task);
        }

        foreach (CancelScope child in _children.ToArray())
        {
            if (intoShields || !child._shield)
            {
                child.ForEachTask(action, intoShields);
            }
        }
    }
}
