namespace Simmer.Tests.Loop;

/// <summary>Timers come out by deadline, and of equal deadlines in the order in which they were set.</summary>
public sealed class TimerQueueTests
{
    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(3, 20_000)]
    [InlineData(1_000, 20_000)]
    public void Timers_come_by_deadline_then_by_age(int deadlines, int steps)
    {
        var timers = new TimerQueue();
        var model = new SortedDictionary<(long Deadline, int Age), Item>();
        var random = new Random(deadlines);
        long now = 0;
        for (int step = 0; step < steps; step++)
        {
            switch (random.Next(8))
            {
                case < 5:
                    var item = new Item();
                    long deadline = now + 1 + random.Next(deadlines);
                    timers.Add(deadline, item);
                    model.Add((deadline, step), item);
                    break;
                case 5 when model.Count > 0:
                    (long Deadline, int Age) key = model.Keys.ElementAt(random.Next(Math.Min(model.Count, 50)));
                    timers.Cancel(model[key]);
                    model.Remove(key);
                    break;
                default:
                    // Half of the time one more comes due than otherwise, so that the lane grows long and empties.
                    now += step % 4_000 < 2_000 ? 0 : random.Next(1 + deadlines / 100 + 1);
                    Take(timers, model, now);
                    break;
            }

            Assert.Equal(model.Count, timers.Count);
        }

        Take(timers, model, long.MaxValue);
        Assert.Equal(0, timers.Count);
        Assert.Equal(0, timers.EntryCount);
    }

    [Fact]
    public void A_long_lane_that_is_emptied_begins_anew()
    {
        var timers = new TimerQueue();
        for (int round = 0; round < 3; round++)
        {
            Item[] items = [.. Enumerable.Range(0, 5_000).Select(static _ => new Item())];
            foreach (Item item in items)
            {
                timers.Add(round, item);
            }

            Assert.All(items, item => Assert.Same(item, timers.TakeDue(round)));
            Assert.Null(timers.TakeDue(long.MaxValue));
        }
    }

    private static void Take(TimerQueue timers, SortedDictionary<(long Deadline, int Age), Item> model, long now)
    {
        while (timers.TakeDue(now) is { } item)
        {
            ((long Deadline, int Age) key, Item expected) = model.First();
            Assert.Same(expected, item);
            Assert.True(key.Deadline <= now);
            model.Remove(key);
        }

        Assert.True(model.Count == 0 || model.First().Key.Deadline > now);
    }
}
