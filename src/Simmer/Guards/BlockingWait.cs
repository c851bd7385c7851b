using System.Diagnostics;
using System.Globalization;

namespace Simmer;

/// <summary>A wait for a .NET lock, task, thread or handle on the loop's thread, which holds the loop.</summary>
internal sealed class BlockingWait
{
    private readonly LoopTask? _task;
    private readonly long _since = Stopwatch.GetTimestamp();
    private string _what = "a call";
    private UserCall? _call;
    private volatile bool _isReported;

    private BlockingWait(EventLoop loop) => _task = loop.CurrentTask?.Visible;

    /// <summary>Waits, and says so if it takes longer than it may.</summary>
    /// <param name="loop">The loop of this thread.</param>
    /// <param name="wait">The wait itself, for so many milliseconds; false if the time was over.</param>
    /// <param name="milliseconds">How long to wait at most; negative for ever.</param>
    /// <returns>What the wait gave.</returns>
    internal static int Run(EventLoop loop, Func<int, int> wait, int milliseconds)
    {
        var blocking = new BlockingWait(loop);
        bool throws = loop.BlockingPolicy == BlockingPolicy.Throw;
        if (throws && new StackTrace(fNeedFileInfo: true) is { } stack && !UserStack.EntersLock(stack))
        {
            // At once, whether or not it would have taken long this time. But a lock is mostly free in a moment, also
            // those that .NET takes by itself.
            throw new BlockingException(blocking.Describe(stack).Message);
        }

        int patience = loop.WaitPatience;
        int first = milliseconds < 0 ? patience : Math.Min(patience, milliseconds);
        int result = wait(first);
        if (result != WaitHandle.WaitTimeout || first == milliseconds)
        {
            return result;
        }

        loop.BlockedWait = blocking;
        try
        {
            LoopWarning warning = blocking.Describe(new StackTrace(fNeedFileInfo: true));
            if (throws)
            {
                throw new BlockingException(warning.Message);
            }

            loop.Warn(warning);
            blocking._isReported = true;

            // The report takes its time, too: it reads a PDB, and calls the user's handler.
            result = wait(milliseconds < 0 ? milliseconds : Math.Max(0, milliseconds - (int)Stopwatch.GetElapsedTime(blocking._since).TotalMilliseconds));
            loop.Warn(blocking.Over());
            return result;
        }
        finally
        {
            loop.BlockedWait = null;
        }
    }

    /// <summary>Whether it has been reported, with its place. Until then the watchdog has nothing to say of it.</summary>
    internal bool IsReported => _isReported;

    /// <summary>The report that it still waits.</summary>
    internal LoopWarning StillHeld() => Warning($"{Who} has blocked the loop for {Held} by now: {_what}.");

    private string Who => _task is null ? "A callback" : $"Task '{_task.Name}'";

    private string Held => string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_since).TotalSeconds:0.00} s");

    private LoopWarning Describe(StackTrace stack)
    {
        List<UserCall> calls = UserStack.Of(stack);
        string callee = BlockingAdvice.Readable(UserStack.Callee(stack));
        _call = calls.Count > 0 ? calls[0] : null;
        _what = _call is { } call ? $"{callee} in {call}" : callee;
        string chain = AwaitChain.Format(_task?.Leaf is { } leaf ? AwaitChain.Of(leaf) : []);
        return Warning(
            $"{Who} blocks the loop: {_what} waits. Nothing else runs meanwhile. {BlockingAdvice.For(callee)}",
            $"{UserStack.Format(calls)}{Environment.NewLine}{chain}".Trim('\r', '\n'));
    }

    private LoopWarning Over() => Warning($"{Who} blocked the loop for {Held} in all: {_what}.", isOver: true);

    private LoopWarning Warning(string message, string? callStack = null, bool isOver = false) =>
        new(LoopWarningKind.Blocking, message)
        {
            Task = _task,
            CallStack = string.IsNullOrEmpty(callStack) ? null : callStack,
            File = _call?.File,
            Line = _call is { File: not null } call ? call.Line : null,
            Duration = Stopwatch.GetElapsedTime(_since),
            IsOver = isOver,
        };
}
