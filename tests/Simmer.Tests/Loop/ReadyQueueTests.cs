namespace Simmer.Tests.Loop;

/// <summary>The ready queue is first in, first out at any length.</summary>
public sealed class ReadyQueueTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(40_000)]
    public void What_comes_first_goes_first(int length)
    {
        var queue = new ReadyQueue();
        var model = new Queue<LoopItem>();
        var random = new Random(length);

        // Up and down again, with more coming than going at first, and the other way round at last.
        for (int round = 0; round < 3; round++)
        {
            for (int coming = 3; coming >= 1; coming--)
            {
                for (int step = 0; step < length; step++)
                {
                    if (random.Next(4) < coming)
                    {
                        var item = new Item();
                        queue.Enqueue(item);
                        model.Enqueue(item);
                    }
                    else if (model.TryDequeue(out LoopItem? first))
                    {
                        Assert.Same(first, queue.Dequeue());
                    }

                    Assert.Equal(model.Count, queue.Count);
                }
            }

            while (round > 0 && model.TryDequeue(out LoopItem? first))
            {
                Assert.Same(first, queue.Dequeue());
            }
        }

        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Any_item_can_be_brought_forward()
    {
        var queue = new ReadyQueue();
        Item[] items = [.. Enumerable.Range(0, 20_000).Select(static _ => new Item())];
        foreach (Item item in items)
        {
            queue.Enqueue(item);
        }

        queue.BringForward(19_999);

        Assert.Same(items[^1], queue.Dequeue());
        Assert.All(items[..^1], item => Assert.Same(item, queue.Dequeue()));
    }

    [Fact]
    public void A_cleared_queue_is_empty_and_takes_items()
    {
        var queue = new ReadyQueue();
        for (int i = 0; i < 20_000; i++)
        {
            queue.Enqueue(new Item());
        }

        queue.Clear();
        var item = new Item();
        queue.Enqueue(item);

        Assert.Equal(1, queue.Count);
        Assert.Same(item, queue.Dequeue());
    }
}
