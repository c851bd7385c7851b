using System.Globalization;

namespace Simmer;

/// <summary>The step or callback that holds a loop, as the watchdog sees it from another thread.</summary>
/// <remarks>
/// What it reads of the frames may change under it, if the hold ends just then: at worst a report names what ran next.
/// </remarks>
internal sealed class LoopHold
{
    private readonly LoopTask? _task;
    private readonly string _who;
    private readonly string _place;
    private readonly SourceLine? _line;
    private readonly List<UserCall> _chain;

    private LoopHold(LoopTask? task, string who, string place, SourceLine? line, List<UserCall> chain)
    {
        _task = task;
        _who = who;
        _place = place;
        _line = line;
        _chain = chain;
    }

    internal static LoopHold Of(EventLoop loop)
    {
        if (loop.CurrentTask?.Visible is not { } task)
        {
            string callback = loop.RunningItem?.Describe() ?? "A callback";
            return new LoopHold(null, callback, "", null, []);
        }

        string who = $"Task '{task.Name}'";
        if (loop.CurrentTask?.Leaf is not { } leaf)
        {
            return new LoopHold(task, who, "", null, []);
        }

        (string place, SourceLine? line) = Place(loop, leaf);
        return new LoopHold(task, who, place, line, AwaitChain.Of(leaf));
    }

    internal LoopWarning Begins(TimeSpan time) => Warning(
        $"{_who} has held the loop for {Seconds(time)}{_place}. Nothing else runs meanwhile. If it waits or computes there, "
        + "await it, or write 'await Asyncio.ToThread(…)'; if that is as it should be, put 'using (Asyncio.AllowBlocking())' around it.",
        time,
        withStack: true);

    internal LoopWarning Continues(TimeSpan time) => Warning(
        $"{_who} has held the loop for {Seconds(time)} by now{_place}.", time);

    internal LoopWarning Ends(TimeSpan time) => Warning(
        $"{_who} held the loop for at least {Seconds(time)} in all{_place}.", time, isOver: true);

    private static (string Place, SourceLine? Line) Place(EventLoop loop, Frame leaf)
    {
        string method = MethodNames.Qualified(leaf.MachineType);
        if (ReferenceEquals(loop.RunningFrame, leaf))
        {
            // Debug mode has looked at the frame before it ran.
            if (SourceLines.AtState(leaf.MachineType, loop.RunningState) is { } resumed)
            {
                return (string.Create(CultureInfo.InvariantCulture, $" in {method}, since the await at {resumed.File}:{resumed.Line}"), resumed);
            }

            return SourceLines.StartOf(leaf.MachineType) is { } begun
                ? (string.Create(CultureInfo.InvariantCulture, $" in {method}, from its first line, {begun.File}:{begun.Line}"), begun)
                : ($" in {method}", null);
        }

        return SourceLines.StartOf(leaf.MachineType) is { } start
            ? (string.Create(CultureInfo.InvariantCulture, $" in {method}, which begins at {start.File}:{start.Line}, or what it calls"), start)
            : ($" in {method} or what it calls", null);
    }

    // Rounded down: what is said of a hold is never more than it was.
    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMilliseconds / 10) / 100:0.00} s");

    private LoopWarning Warning(string message, TimeSpan time, bool withStack = false, bool isOver = false) =>
        new(LoopWarningKind.Blocking, message)
        {
            Task = _task,
            CallStack = withStack && _chain.Count > 0 ? AwaitChain.Format(_chain) : null,
            File = _line?.File,
            Line = _line?.Line,
            Duration = time,
            IsOver = isOver,
        };
}
