using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

/// <summary>The examples in the docs of the primitives and queues, run.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void Of_a_lock() => Scenario.Run(async () =>
    {
        int stored = 0;
        async Coroutine<int> Load() => await Sleep(1, stored);
        async Coroutine Save(int balance)
        {
            await Sleep(1);
            stored = balance;
        }

        var mutex = new AsyncLock();

        async Coroutine Deposit(int amount)
        {
            using (await mutex.Acquire())
            {
                int balance = await Load();
                await Save(balance + amount);
            }
        }

        await Gather(Deposit(1), Deposit(2), Deposit(3));
        Assert.Equal(6, stored);
    });

    [Fact]
    public void Of_a_semaphore() => Scenario.Run(async () =>
    {
        var tenAtOnce = new AsyncSemaphore(10);

        async Coroutine<string> Fetch(string url)
        {
            using (await tenAtOnce.Acquire())
            {
                return await Sleep(1, url);
            }
        }

        await Gather(Enumerable.Range(0, 25).Select(number => Fetch($"{number}")));
        Assert.Equal(3, GetRunningLoop().Time);

        var connections = new AsyncBoundedSemaphore(4);
        await connections.Acquire();
        connections.Release();
        Assert.Throws<SemaphoreFullException>(connections.Release);
    });

    [Fact]
    public void Of_an_event() => Scenario.Trace(["go"], async trace =>
    {
        var ready = new AsyncEvent();

        async Coroutine Worker()
        {
            await ready.Wait();
            trace.Add("go");
        }

        LoopTask worker = CreateTask(Worker());
        ready.Set();
        await worker;
    });

    [Fact]
    public void Of_a_condition() => Scenario.Run(async () =>
    {
        var changed = new AsyncCondition();
        var jobs = new List<string>();

        async Coroutine<string> Take()
        {
            using (await changed.Acquire())
            {
                await changed.WaitFor(() => jobs.Count > 0);
                string job = jobs[0];
                jobs.RemoveAt(0);
                return job;
            }
        }

        async Coroutine Add(string job)
        {
            using (await changed.Acquire())
            {
                jobs.Add(job);
                changed.Notify();
            }
        }

        LoopTask<string> first = CreateTask(Take());
        LoopTask<string> second = CreateTask(Take());
        await Add("a");
        await Add("b");
        Assert.Equal(("a", "b"), (await first, await second));
    });

    [Fact]
    public void Of_a_barrier() => Scenario.Trace(
        ["C starts, came as number 2", "A starts, came as number 0", "B starts, came as number 1"],
        async trace =>
        {
            var barrier = new AsyncBarrier(3);

            async Coroutine Racer(string name)
            {
                await Sleep(name[0]);
                int place = await barrier.Wait();
                trace.Add($"{name} starts, came as number {place}");
            }

            await Gather(Racer("A"), Racer("B"), Racer("C"));
        });

    [Fact]
    public void Of_a_queue() => Scenario.Run(async () =>
    {
        var consumed = new List<int>();
        var queue = new AsyncQueue<int>(maxSize: 100);

        async Coroutine Producer()
        {
            for (int i = 0; i < 1000; i++)
            {
                await queue.Put(i);
            }

            queue.Shutdown();
        }

        async Coroutine Consumer()
        {
            await foreach (int item in queue.ReadAll())
            {
                consumed.Add(item);
            }
        }

        await Gather(Producer(), Consumer());
        Assert.Equal(Enumerable.Range(0, 1000), consumed);
    });

    [Fact]
    public void Of_the_other_queues() => Scenario.Run(async () =>
    {
        var jobs = new AsyncPriorityQueue<(int Priority, string Name)>();
        jobs.PutNowait((2, "sweep"));
        jobs.PutNowait((1, "put out the fire"));
        var (_, first) = await jobs.Get();
        Assert.Equal("put out the fire", first);

        var undo = new AsyncLifoQueue<string>();
        undo.PutNowait("typed a");
        undo.PutNowait("typed b");
        string last = await undo.Get();
        Assert.Equal("typed b", last);
    });
}
