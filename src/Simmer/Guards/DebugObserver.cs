using System.Globalization;

namespace Simmer;

/// <summary>What debug mode watches of each task: whether it ever waits, and what becomes of its cancellation.</summary>
internal sealed class DebugObserver(EventLoop loop, LoopObserver? next) : LoopObserver
{
    public override void TaskCreated(LoopTask task) => next?.TaskCreated(task);

    public override void StepBegun(LoopTask task) => next?.StepBegun(task);

    public override void StepEnded(LoopTask task) => next?.StepEnded(task);

    public override void Woken(LoopTask task, object? by) => next?.Woken(task, by);

    public override void Idle() => next?.Idle();

    public override void Suspended(LoopTask task, object? on)
    {
        if (on is not null)
        {
            if (task.ExtrasOrNull is { } extras)
            {
                extras.Yields = 0;
            }
        }
        else if (++task.Extras.Yields == loop.Guards.BusyYields)
        {
            loop.Warn(new LoopWarning(
                LoopWarningKind.BusyTask,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Task '{task.Name}' has yielded {loop.Guards.BusyYields} times in a row{Places.Of(task)}, and waits for nothing: it keeps the loop busy. ")
                + "Await what it waits for (an AsyncEvent, a future, a queue), or sleep for longer than 0.")
            {
                Task = task,
                File = Places.LineOf(task)?.File,
                Line = Places.LineOf(task)?.Line,
            });
        }

        next?.Suspended(task, on);
    }

    public override void TaskFinished(LoopTask task)
    {
        if (task.Cancelling > 0 && task.State == FutureState.Succeeded)
        {
            loop.SwallowedCancellations++;
            TaskExtras extras = task.Extras;
            loop.Warn(new LoopWarning(
                LoopWarningKind.SwallowedCancellation,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Task '{task.Name}' swallowed its cancellation: it was cancelled{extras.CancelledWhere} and returned a result all the same. ")
                + "A 'catch (Exception)' catches CancelledException too: rethrow it, or call Uncancel() where the cancellation ends."
                + (loop.SwallowedCancellations == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" It is number {loop.SwallowedCancellations} of this loop.")))
            {
                Task = task,
                File = extras.CancelledLine?.File,
                Line = extras.CancelledLine?.Line,
            });
        }

        next?.TaskFinished(task);
    }
}
