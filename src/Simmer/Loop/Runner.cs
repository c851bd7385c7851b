using System.Diagnostics;

namespace Simmer;

/// <summary>Runs several main coroutines one after another on one loop and in one context, then closes the loop.</summary>
/// <remarks>
/// <para>Nothing is made before the first use. Closing cancels the tasks that are left, waits for them, reports their
/// errors, waits for calls on other threads, and closes the loop.</para>
/// <para>Semantics: <c>asyncio.Runner</c>.</para>
/// </remarks>
/// <example><code>
/// using var runner = new Runner();
/// runner.Run(Prepare());
/// runner.Run(Main());
/// </code></example>
[StackTraceHidden]
public sealed class Runner : IDisposable
{
    /// <summary>How long closing waits for calls on other threads: asyncio's default.</summary>
    private static readonly TimeSpan ThreadShutdownTimeout = TimeSpan.FromMinutes(5);

    private readonly RunnerOptions _options;
    private EventLoop? _loop;
    private TaskContext? _context;
    private bool _closed;

    /// <summary>Makes a runner; the loop is made at the first use.</summary>
    /// <param name="options">The settings; null for the usual ones.</param>
    public Runner(RunnerOptions? options = null) => _options = options ?? RunnerOptions.Default;

    /// <summary>The loop, made now if it was not yet.</summary>
    /// <exception cref="InvalidOperationException">The runner is closed.</exception>
    public EventLoop Loop
    {
        get
        {
            if (_closed)
            {
                throw new InvalidOperationException("Runner is closed. Make a new one.");
            }

            if (_loop is null)
            {
                _loop = _options.CreateLoop();
                _context = TaskContext.Copy();
            }

            return _loop;
        }
    }

    /// <summary>Runs a coroutine, as the main task, to its end.</summary>
    /// <param name="main">The coroutine.</param>
    /// <param name="context">The context to run in; null for the runner's own, which keeps what is set in it.</param>
    /// <exception cref="InvalidOperationException">The runner is closed, or a loop runs on this thread.</exception>
    /// <exception cref="KeyboardInterruptException">Ctrl-C cancelled the main task, or came when it could not be cancelled any more.</exception>
    /// <exception cref="CancelledException">The main task ended cancelled.</exception>
    public void Run(Coroutine main, TaskContext? context = null)
    {
        EventLoop loop = LoopFor(main.Close);
        RunMain(loop, loop.CreateTask(main, null, context ?? _context));
    }

    /// <inheritdoc cref="Run(Coroutine, TaskContext?)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What the coroutine returned.</returns>
    public T Run<T>(Coroutine<T> main, TaskContext? context = null)
    {
        EventLoop loop = LoopFor(main.Close);
        LoopTask<T> task = loop.CreateTask(main, null, context ?? _context);
        RunMain(loop, task);
        return task.Value!;
    }

    /// <summary>Cancels and awaits what is left, reports its errors, closes the loop. Further calls do nothing.</summary>
    /// <exception cref="InvalidOperationException">The loop runs.</exception>
    public void Close()
    {
        if (_closed)
        {
            return;
        }

        if (_loop is { IsRunning: true })
        {
            // Before anything is cancelled: the runner is to be closed once its run has ended.
            throw new InvalidOperationException("Cannot close a runner while its loop runs. Close it after Run.");
        }

        _closed = true;
        if (_loop is { IsClosed: false } loop)
        {
            CloseLoop(loop);
        }
    }

    /// <summary><see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>Cancels and awaits what is left on a loop that does not run, reports its errors, closes the loop.</summary>
    internal static void CloseLoop(EventLoop loop)
    {
        try
        {
            CancelAllTasks(loop);
            loop.RunUntilComplete(loop.ShutdownDefaultExecutor(ThreadShutdownTimeout));
        }
        finally
        {
            loop.Close();
        }
    }

    private EventLoop LoopFor(Action discard)
    {
        try
        {
            if (EventLoop.Current is not null)
            {
                throw new InvalidOperationException(
                    "Run cannot be called from a running event loop: it would block it. Inside a coroutine, await instead.");
            }

            return Loop;
        }
        catch
        {
            discard();
            throw;
        }
    }

    private void RunMain(EventLoop loop, LoopTask main)
    {
        bool isTold = false;
        Interrupts? interrupts = _options.HandleInterrupts
            ? new Interrupts(() => loop.CallSoonThreadsafe(() => isTold |= main.Cancel()))
            : null;
        using (interrupts)
        {
            try
            {
                loop.RunUntilComplete((IAwaitable)main);
            }
            catch (CancelledException) when (interrupts is { Any: true } && main.Uncancel() == 0)
            {
                throw new KeyboardInterruptException();
            }
        }

        if (interrupts is { Any: true } && !isTold)
        {
            // It came in the last step of main, or after it: there was nothing to cancel any more.
            throw new KeyboardInterruptException();
        }
    }

    private static void CancelAllTasks(EventLoop loop)
    {
        LoopTask[] left = loop.Tasks.ToArray();
        if (left.Length == 0)
        {
            return;
        }

        foreach (LoopTask task in left)
        {
            task.Cancel();
        }

        // Not a task of its own: the tasks that end would see it among them.
        loop.RunUntilComplete((IAwaitable)new GatherFuture<Nothing>(loop, left, keepsErrors: true, static _ => default));
        foreach (LoopTask task in left)
        {
            if (!task.IsCancelled && task.Exception is { } error)
            {
                loop.CallExceptionHandler(new ExceptionContext("Unhandled exception during Asyncio.Run() shutdown")
                {
                    Exception = error,
                    Task = task,
                });
            }
        }
    }
}
