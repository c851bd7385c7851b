using System.IO.Pipelines;

namespace Simmer.AspNetCore;

/// <summary>Continues the two sides of a pipe on the loop's thread: at once where that is the current one.</summary>
internal sealed class LoopPipeScheduler(EventLoop loop) : PipeScheduler
{
    public override void Schedule(Action<object?> action, object? state)
    {
        if (EventLoop.Current == loop)
        {
            action(state);
        }
        else if (!loop.EnqueueFromAnywhere(new ContextFreeItem(action, state)))
        {
            // The host is gone. Whoever still waits may see that its connection is closed.
            ThreadPool.Schedule(action, state);
        }
    }
}
