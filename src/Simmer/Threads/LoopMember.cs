namespace Simmer;

/// <summary>One loop of a <see cref="LoopGroup"/>, and the way to run something on it from another.</summary>
public sealed class LoopMember
{
    [ThreadStatic]
    private static LoopMember? s_current;

    private readonly object _gate = new();
    private readonly HashSet<RemoteCall> _calls = [];
    private readonly Future<Nothing> _ended;
    private Func<LoopMember, LoopTask>? _start;
    private bool _isCancelRequested;
    private bool _hasMainEnded;
    private bool _isEnding;

    internal LoopMember(LoopGroup group, int index, RunnerOptions options)
    {
        Group = group;
        Index = index;
        Loop = options.CreateLoop();
        _ended = new Future<Nothing>(Loop);
    }

    /// <summary>The member whose loop this thread runs, or null.</summary>
    public static LoopMember? Current => s_current;

    /// <summary>The group.</summary>
    public LoopGroup Group { get; }

    /// <summary>Its place in the group: 0, 1, 2, …</summary>
    public int Index { get; }

    /// <summary>Its loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>The task of its main function, once begun.</summary>
    internal LoopTask? Main { get; private set; }

    /// <summary>Whether the main function was asked to end before it had.</summary>
    internal bool IsMainTold { get; private set; }

    /// <summary>Runs a function as a task on this member's loop, and awaits its end from the loop of the caller.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="function">The function; it is called on the member's loop, so it and what it makes belong there.</param>
    /// <returns>What it returns. Two threads hold it then: give what nobody changes, or what the giver lets go of.</returns>
    /// <exception cref="InvalidOperationException">
    /// The member's loop has ended before the call did; or no loop runs on this thread.
    /// </exception>
    /// <remarks>
    /// <para>An error of the function is thrown here. It runs in a copy of the caller's context. Calls of one loop to one member
    /// begin in the order in which they were made. A member may call itself. Once every main has ended, what a left-over task
    /// calls is cancelled.</para>
    /// <para>Cancel safety: as with the await of a task. Cancelling cancels the task on the other loop, and ends as that ends:
    /// cancelled, or with its result if it was too late. A call that had not begun never begins.</para>
    /// </remarks>
    /// <example><code>
    /// decimal balance = await member.Group.MemberFor(account).Call(async () =>
    /// {
    ///     // Here the owner of the account runs: nobody else touches it.
    ///     return await Accounts.Deposit(account, 100);
    /// });
    /// </code></example>
    public async Coroutine<T> Call<T>(Func<Coroutine<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        EventLoop caller = Asyncio.GetRunningLoop();
        if (caller == Loop)
        {
            return await caller.CreateTask(function());
        }

        var call = new RemoteCall<T>(this, caller, loop => loop.CreateTask(function()), static task => ((LoopTask<T>)task).Value!);
        return await call.Begin();
    }

    /// <inheritdoc cref="Call{T}(Func{Coroutine{T}})"/>
    /// <returns>A coroutine that ends with it.</returns>
    public async Coroutine Call(Func<Coroutine> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        EventLoop caller = Asyncio.GetRunningLoop();
        if (caller == Loop)
        {
            await caller.CreateTask(function());
            return;
        }

        var call = new RemoteCall<Nothing>(this, caller, loop => loop.CreateTask(function()), static _ => default);
        await call.Begin();
    }

    /// <inheritdoc/>
    public override string ToString() => $"Member-{Index}";

    /// <summary>Whether calls are served no more.</summary>
    internal bool IsEnding => Volatile.Read(ref _isEnding);

    /// <summary>Takes note of a call, which is to be answered whatever happens here. From any thread.</summary>
    /// <returns>False if it came too late.</returns>
    internal bool Take(RemoteCall call)
    {
        lock (_gate)
        {
            return !_isEnding && _calls.Add(call);
        }
    }

    internal void Forget(RemoteCall call)
    {
        lock (_gate)
        {
            _calls.Remove(call);
        }
    }

    /// <summary>Runs the loop: first the main function, then calls until every main has ended. Called on the member's thread.</summary>
    internal void Run(Func<LoopMember, LoopTask> start)
    {
        s_current = this;
        _start = start;
        Loop.EnqueueFromAnywhere(new Notice(this, static member => member.Start()));
        Loop.ExternalWaits++;
        try
        {
            Loop.RunUntilComplete((IAwaitable)_ended);
        }
        catch (Exception error)
        {
            // A task has ended the loop with SystemExitException; or the loop's own clock or policy has failed.
            Group.Fail(error);
        }

        Close();
        EndMain();
        s_current = null;
    }

    /// <summary>There is no thread to run it.</summary>
    internal void NeverRun()
    {
        Close();
        EndMain();
    }

    /// <summary>Every main has ended. From any thread.</summary>
    internal void End() => Loop.EnqueueFromAnywhere(new Notice(this, static member => member._ended.TrySetResult(default)));

    /// <summary>From any thread.</summary>
    internal void CancelMain() => Loop.EnqueueFromAnywhere(new Notice(this, static member =>
    {
        member._isCancelRequested = true;
        member.IsMainTold |= member.Main?.Cancel() ?? false;
    }));

    private void Start()
    {
        try
        {
            Main = _start!(this);
        }
        catch (Exception error)
        {
            Group.Fail(error);
            EndMain();
            return;
        }

        Main.AddDoneCallback(_ => EndMain());
        if (_isCancelRequested)
        {
            IsMainTold |= Main.Cancel();
        }
    }

    private void EndMain()
    {
        if (!_hasMainEnded)
        {
            _hasMainEnded = true;
            Group.MainEnded(Main);
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _isEnding = true;
        }

        try
        {
            Runner.CloseLoop(Loop);
        }
        catch (Exception error)
        {
            Group.Fail(error);
        }

        RemoteCall[] left;
        lock (_gate)
        {
            left = [.. _calls];
            _calls.Clear();
        }

        foreach (RemoteCall call in left)
        {
            call.CutOff();
        }
    }

    /// <summary>Something to do on the member's loop.</summary>
    private sealed class Notice(LoopMember member, Action<LoopMember> action) : LoopItem
    {
        internal override void Run(EventLoop loop) => action(member);

        internal override string Describe() => $"notice to {member}";
    }
}
