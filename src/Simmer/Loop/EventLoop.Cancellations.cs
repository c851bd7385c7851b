using System.Globalization;

namespace Simmer;

/// <summary>What debug mode keeps of cancellations, to name the tasks on which they are lost.</summary>
public sealed partial class EventLoop
{
    /// <summary>The tasks that were asked to end, in that order, and when they have had time enough.</summary>
    private readonly Queue<(LoopTask Task, long Due)> _cancelled = new();

    /// <summary>How many tasks of this loop have swallowed their cancellation.</summary>
    internal int SwallowedCancellations { get; set; }

    /// <summary>When the next cancelled task has had time enough; null if there is none.</summary>
    private long? NextGraceOver
    {
        get
        {
            while (_cancelled.TryPeek(out (LoopTask Task, long Due) first))
            {
                if (!first.Task.IsDone)
                {
                    return first.Due;
                }

                _cancelled.Dequeue();
            }

            return null;
        }
    }

    /// <summary>In debug mode, a task is asked to end.</summary>
    internal void OnCancelRequested(LoopTask task)
    {
        TaskExtras extras = task.Extras;
        if (extras.CancelledWhere is null)
        {
            extras.CancelledWhere = Places.Of(task);
            extras.CancelledLine = Places.LineOf(task);
        }

        _cancelled.Enqueue((task, DeadlineAfter(GuardOptions.Counted(Guards.CancellationGrace).TotalSeconds)));
    }

    private void ReportOutlivedCancellations()
    {
        long now = _clock.GetTimestamp();
        while (NextGraceOver is { } due && due <= now)
        {
            LoopTask task = _cancelled.Dequeue().Task;
            if (task.Cancelling > 0)
            {
                Warn(new LoopWarning(
                    LoopWarningKind.OutlivedCancellation,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Task '{task.Name}' goes on {Guards.CancellationGrace.TotalSeconds:0.###} s after it was cancelled{task.ExtrasOrNull?.CancelledWhere}; ")
                    + $"now it is {task}{Places.Of(task)}. Let the CancelledException pass, or pass Asyncio.CancellationToken to what it awaits.")
                {
                    Task = task,
                    File = Places.LineOf(task)?.File,
                    Line = Places.LineOf(task)?.Line,
                    Duration = Guards.CancellationGrace,
                });
            }
        }
    }
}
