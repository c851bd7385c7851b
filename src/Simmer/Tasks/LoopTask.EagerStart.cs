using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>The first step of a task that starts eagerly: <c>asyncio.eager_task_factory</c>.</summary>
public partial class LoopTask
{
    /// <summary>Runs the first step now, inside another's or a callback.</summary>
    /// <param name="loop">The loop, which runs.</param>
    /// <param name="isInBaseContext">Whether the caller is in the loop's own context, to which a step returns anyway.</param>
    private void StepEagerly(EventLoop loop, bool isInBaseContext)
    {
        LoopTask? outer = loop.CurrentTask;
        ContextSwitch outerContext = isInBaseContext ? default : loop.SwitchToBaseContext();
        nuint outerSlot = loop.AwaiterSlot;
        SynchronizationContext? outerSynchronization = SynchronizationContext.Current;
        (Frame? outerFrame, int outerState) = (loop.RunningFrame, loop.RunningState);
        loop.CurrentTask = this;
        if (outerSynchronization is LoopSynchronizationContext)
        {
            // The maker's own would have what this step calls go on as the maker's.
            SynchronizationContext.SetSynchronizationContext(loop.SynchronizationContext);
        }

        loop.Tasks.BeginEager(this);
        loop.AwaiterSlot = 0;
        Exception? error = null;
        if (loop.Onlooker is null)
        {
            Step(loop);
        }
        else
        {
            error = TryStep(loop);
        }

        loop.Tasks.EndEager(this);
        if (SynchronizationContext.Current != outerSynchronization)
        {
            SynchronizationContext.SetSynchronizationContext(outerSynchronization);
        }

        loop.AwaiterSlot = outerSlot;
        loop.CurrentTask = outer;
        (loop.RunningFrame, loop.RunningState) = (outerFrame, outerState);
        if (!isInBaseContext)
        {
            outerContext.Restore();
        }

        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        loop.ThrowIfExiting();
    }

    /// <returns>The error of an observer: whoever made the task gets it, and goes on in its own step.</returns>
    private Exception? TryStep(EventLoop loop)
    {
        try
        {
            Step(loop);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
