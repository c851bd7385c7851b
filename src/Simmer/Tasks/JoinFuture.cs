namespace Simmer;

/// <summary>Done when futures of the loop are: nobody else completes it.</summary>
internal sealed class JoinFuture(EventLoop loop, IEnumerable<Future> joined) : Future<Nothing>(loop)
{
    internal override IEnumerable<Future> CompletedBy => joined;
}
