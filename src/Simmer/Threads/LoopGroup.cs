using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>Several loops, each on a thread of its own, that run one program together and end together.</summary>
/// <remarks>
/// <para><see cref="Run(int, Func{LoopMember, Coroutine}, RunnerOptions?)"/> calls the main function once for each member, on the member's
/// loop. What belongs to one loop stays there without locks; another loop's is reached by <see cref="LoopMember.Call{T}"/>. Work is
/// spread by key (<see cref="MemberFor(string)"/>), or by servers that listen on one port with <c>reusePort</c>.</para>
/// <para>The group lives until every main has ended; a member whose main has ended goes on serving calls until then. The first error
/// of a main cancels the others, and when all have ended, the errors are thrown as one <see cref="AggregateException"/>, in the order in
/// which they came. The first Ctrl-C cancels every main, the second ends the process. Then each loop is closed as
/// <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/> closes one.</para>
/// </remarks>
/// <example><code>
/// Dictionary&lt;string, int&gt;[] counts = [.. Enumerable.Range(0, 4).Select(_ => new Dictionary&lt;string, int&gt;())];
///
/// LoopGroup.Run(4, async member =>
/// {
///     foreach (string word in WordsFor(member.Index))
///     {
///         // Each word is counted by one member, whoever reads it.
///         LoopMember owner = member.Group.MemberFor(word);
///         await owner.Call(() => Count(counts[owner.Index], word));
///     }
/// });
///
/// static async Coroutine Count(Dictionary&lt;string, int&gt; counts, string word) => counts[word] = counts.GetValueOrDefault(word) + 1;
/// </code></example>
public sealed class LoopGroup
{
    private readonly object _gate = new();
    private readonly LoopMember[] _members;
    private readonly List<Exception> _errors = [];
    private SystemExitException? _exit;
    private CancelledException? _cancelled;
    private int _running;
    private bool _isAborting;

    private LoopGroup(int count, RunnerOptions options)
    {
        _running = count;
        _members = new LoopMember[count];
        for (int i = 0; i < count; i++)
        {
            _members[i] = new LoopMember(this, i, options);
        }
    }

    /// <summary>The members, in the order of their <see cref="LoopMember.Index"/>.</summary>
    public IReadOnlyList<LoopMember> Members => _members;

    /// <summary>Runs a function on several loops at once, and waits until all have ended.</summary>
    /// <param name="count">How many loops.</param>
    /// <param name="main">Called on each loop, with the member that runs it.</param>
    /// <param name="options">The settings of each loop; what they refer to is used by several threads. Null for the usual ones.</param>
    /// <exception cref="AggregateException">A main failed; the others were cancelled.</exception>
    /// <exception cref="KeyboardInterruptException">Ctrl-C cancelled a main, or came when none could be cancelled any more.</exception>
    /// <exception cref="CancelledException">A main ended cancelled, though nobody had asked the group to end.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    /// <exception cref="InvalidOperationException">A loop runs on this thread already.</exception>
    /// <remarks>It blocks the calling thread, which is the thread of member 0. The caller's context flows to every member.</remarks>
    public static void Run(int count, Func<LoopMember, Coroutine> main, RunnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(main);
        RunAll(count, options, member => member.Loop.CreateTask(main(member), member.ToString()));
    }

    /// <inheritdoc cref="Run(int, Func{LoopMember, Coroutine}, RunnerOptions?)"/>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <returns>What the mains returned, in the order of the members.</returns>
    public static T[] Run<T>(int count, Func<LoopMember, Coroutine<T>> main, RunnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(main);
        LoopGroup group = RunAll(count, options, member => member.Loop.CreateTask(main(member), member.ToString()));
        return [.. group._members.Select(static member => ((LoopTask<T>)member.Main!).Value!)];
    }

    /// <summary>The member that a key belongs to: the same for equal keys, in every run and on every machine.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The member. Another number of members gives other owners.</returns>
    public LoopMember MemberFor(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _members[KeyHash.Slot(KeyHash.Of(key), _members.Length)];
    }

    /// <inheritdoc cref="MemberFor(string)"/>
    public LoopMember MemberFor(long key) => _members[KeyHash.Slot(KeyHash.Of(key), _members.Length)];

    /// <inheritdoc/>
    public override string ToString() => $"<LoopGroup members={_members.Length}>";

    /// <summary>Whether every main has ended.</summary>
    internal bool HasEnded => Volatile.Read(ref _running) == 0;

    /// <summary>A main has ended; null if it never began. Called on its thread, once.</summary>
    internal void MainEnded(LoopTask? main)
    {
        if (main is { IsCancelled: true })
        {
            lock (_gate)
            {
                if (!_isAborting)
                {
                    _cancelled ??= main.TakeCancelledException();
                }
            }
        }
        else if (main is { IsDone: true, Exception: { } error })
        {
            Fail(error);
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            foreach (LoopMember member in _members)
            {
                member.End();
            }
        }
    }

    /// <summary>A main or a loop has failed, so every main is to end. From any thread.</summary>
    internal void Fail(Exception error)
    {
        lock (_gate)
        {
            if (error is SystemExitException exit)
            {
                _exit ??= exit;
            }
            else
            {
                _errors.Add(error);
            }
        }

        Cancel();
    }

    private static LoopGroup RunAll(int count, RunnerOptions? options, Func<LoopMember, LoopTask> start)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (EventLoop.Current is not null)
        {
            throw new InvalidOperationException(
                "LoopGroup.Run cannot be called from a running event loop: it would block it. Call it where the program begins.");
        }

        options ??= RunnerOptions.Default;
        var group = new LoopGroup(count, options with { HandleInterrupts = false });
        using Interrupts? interrupts = options.HandleInterrupts ? new Interrupts(group.Cancel) : null;
        group.RunMembers(start);
        group.ThrowErrors(interrupts is { Any: true });
        return group;
    }

    private void RunMembers(Func<LoopMember, LoopTask> start)
    {
        var threads = new List<Thread>();
        foreach (LoopMember member in _members.Skip(1))
        {
            var thread = new Thread(() => member.Run(start)) { IsBackground = true, Name = $"Simmer loop {member.Index}" };
            try
            {
                // The member's loop has the caller's context already.
                thread.UnsafeStart();
                threads.Add(thread);
            }
            catch (Exception error) when (error is OutOfMemoryException or ThreadStartException)
            {
                Fail(error);
                member.NeverRun();
            }
        }

        _members[0].Run(start);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private void ThrowErrors(bool interrupted)
    {
        if (_exit is not null)
        {
            ExceptionDispatchInfo.Throw(_exit);
        }

        if (_errors.Count > 0)
        {
            throw new AggregateException("unhandled errors in a LoopGroup", _errors);
        }

        // Where every main had had its last step already, none has heard of it.
        if (interrupted && (_members.Any(static member => member.Main is { IsCancelled: true }) || !_members.Any(static member => member.IsMainTold)))
        {
            throw new KeyboardInterruptException();
        }

        if (_cancelled is not null)
        {
            ExceptionDispatchInfo.Throw(_cancelled);
        }
    }

    private void Cancel()
    {
        lock (_gate)
        {
            if (_isAborting)
            {
                return;
            }

            _isAborting = true;
        }

        foreach (LoopMember member in _members)
        {
            member.CancelMain();
        }
    }
}
