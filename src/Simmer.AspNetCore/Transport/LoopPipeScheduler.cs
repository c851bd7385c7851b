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
        else
        {
            // When the host is gone, whoever still waits may see that its connection is closed.
            ContextFreeItem.Post(loop, action, state);
        }
    }
}
