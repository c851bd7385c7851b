namespace Simmer.Tests.Loop;

/// <summary>Something to be queued that does nothing.</summary>
internal sealed class Item : LoopItem
{
    internal override void Run(EventLoop loop)
    {
    }

    internal override string Describe() => "item";
}
