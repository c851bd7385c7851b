using System.Diagnostics;
using Simmer.Testing;

namespace Simmer.Fuzz;

/// <summary>Very many tasks, created, cancelled, timed out and gathered in random order; then nothing may be left of them.</summary>
internal sealed class Soak
{
    private const int Round = 1000;
    private const int WarmUp = 20;
    private readonly Random _random;
    private readonly AsyncLock _lock = new();
    private readonly AsyncSemaphore _semaphore = new(3);
    private readonly AsyncEvent _event = new();
    private readonly AsyncCondition _condition = new();
    private readonly AsyncBarrier _barrier = new(2);
    private readonly AsyncQueue<int> _queue = new(2);
    private readonly List<LoopTask> _live = [];
    private int _created;

    private Soak(int seed) => _random = new Random(seed);

    /// <summary>What is left after a run.</summary>
    /// <param name="Tasks">Tasks made.</param>
    /// <param name="TasksLeft">Tasks that the loop holds besides the main one.</param>
    /// <param name="FramesLeft">Coroutines that were called and have not ended, besides the main one.</param>
    /// <param name="TimersLeft">Entries of the timer queue.</param>
    /// <param name="WaitersLeft">Waiters in the lines of locks, events and queues.</param>
    /// <param name="Grown">Bytes more than after the first rounds.</param>
    internal sealed record Result(int Tasks, int TasksLeft, int FramesLeft, int TimersLeft, int WaitersLeft, long Grown);

    internal static Result Run(int tasks, int seed)
    {
        var soak = new Soak(seed);
        return Asyncio.Run(soak.Main(tasks), new RunnerOptions { HandleInterrupts = false, Clock = new VirtualClock() });
    }

    internal static int Report(int tasks, int seed)
    {
        var watch = Stopwatch.StartNew();
        Result result = Run(tasks, seed);
        Console.WriteLine(
            $"{result.Tasks} tasks in {watch.Elapsed.TotalSeconds:0.0} s; left: {result.TasksLeft} tasks, {result.FramesLeft} frames, {result.TimersLeft} timers, "
            + $"{result.WaitersLeft} waiters, {result.Grown} bytes.");
        return result is { TasksLeft: 0, FramesLeft: 0, TimersLeft: 0, WaitersLeft: 0 } ? 0 : 1;
    }

    private async Coroutine<Result> Main(int tasks)
    {
        EventLoop loop = Asyncio.GetRunningLoop();

        // Many fail and nobody asks; that is not what this is about.
        loop.ExceptionHandler = static (_, _) => { };

        // Pools and lists reach their size in the first rounds.
        for (int i = 0; i < WarmUp; i++)
        {
            await OneRound();
        }

        int framesBefore = loop.FramePools.CountOut().Sum();
        long before = await Memory();
        int warmUp = _created;
        while (_created - warmUp < tasks)
        {
            await OneRound();
        }

        long grown = await Memory() - before;
        int frames = loop.FramePools.CountOut().Sum() - framesBefore;
        LockStatistics @lock = _lock.Statistics();
        int waiters = @lock.Waiting + _semaphore.Statistics().Waiting + _event.Statistics().Waiting + _condition.Statistics().Waiting
            + _barrier.Statistics().Waiting + _queue.Statistics().Getting + _queue.Statistics().Putting + _queue.Statistics().Joining;
        return new Result(_created - warmUp, Others().Count, frames, loop.Timers.EntryCount, waiters, grown);
    }

    private static async Coroutine<long> Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // The errors of futures that are gone are let go when the loop is idle after a collection, of which a processor with large caches sees few.
        await Asyncio.Sleep(1);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private async Coroutine OneRound()
    {
        for (int i = 0; i < Round / 10; i++)
        {
            for (int k = 0; k < 5; k++)
            {
                Start(Work(2));
            }

            await Asyncio.Sleep(_random.Next(4) / 4.0);
            for (int k = 0; k < 2 && _live.Count > 0; k++)
            {
                _live[_random.Next(_live.Count)].Cancel(_random.Next(2) == 0 ? "soak" : null);
            }

            _live.RemoveAll(static task => task.IsDone);
        }

        // What waits for others that are gone would wait for ever.
        while (Others() is { Count: > 0 } left)
        {
            foreach (LoopTask task in left)
            {
                task.Cancel();
            }

            await Asyncio.Wait(left, timeout: 10);
        }

        _live.Clear();

        // By then the last timer is due, also those that were cancelled.
        await Asyncio.Sleep(10);
        while (_queue.TryGet(out _))
        {
        }
    }

    private static List<LoopTask> Others() => [.. Asyncio.AllTasks().Where(static task => task != Asyncio.CurrentTask())];

    private LoopTask<int> Start(Coroutine<int> work)
    {
        _created++;
        LoopTask<int> task = Asyncio.CreateTask(work);
        _live.Add(task);
        return task;
    }

    private async Coroutine<int> Work(int depth)
    {
        double delay = _random.Next(1, 12) / 4.0;
        switch (_random.Next(depth > 0 ? 15 : 8))
        {
            case 0:
                await Asyncio.Sleep(delay);
                break;
            case 1:
                using (await _lock.Acquire())
                {
                    await Asyncio.Sleep(delay / 8);
                }

                break;
            case 2:
                using (await _semaphore.Acquire())
                {
                    await Asyncio.Sleep(delay / 4);
                }

                break;
            case 3:
                await Wake(delay);
                break;
            case 4:
                await Asyncio.WaitFor(_queue.Get(), delay);
                break;
            case 5:
                await Asyncio.WaitFor(_queue.Put(1), delay);
                break;
            case 6:
                await Asyncio.Sleep(0);
                throw new UserException("ValueError", "soak");
            case 7:
                await Asyncio.WaitFor(_barrier.Wait(), delay);
                break;
            case 8:
                await Asyncio.Gather(Work(depth - 1), Work(depth - 1), Start(Work(depth - 1)));
                break;
            case 9:
                await Asyncio.GatherOutcomes(Work(depth - 1), Work(depth - 1));
                break;
            case 10:
                await Asyncio.Timeout(delay, async _ => await Work(depth - 1));
                break;
            case 11:
                await Asyncio.WaitFor(Work(depth - 1), delay);
                break;
            case 12:
                await Group(depth);
                break;
            case 13:
                await Asyncio.Shield(Start(Work(depth - 1)));
                break;
            default:
                await Asyncio.Wait([Start(Work(depth - 1)), Start(Work(depth - 1))], delay, ReturnWhen.FirstCompleted);
                break;
        }

        return depth;
    }

    private async Coroutine Wake(double delay)
    {
        if (_random.Next(2) == 0)
        {
            _event.Set();
            _event.Clear();
            using (await _condition.Acquire())
            {
                _condition.NotifyAll();
            }

            return;
        }

        using (await _condition.Acquire())
        {
            await Asyncio.WaitFor(_random.Next(2) == 0 ? _condition.Wait() : _event.Wait(), delay);
        }
    }

    private async Coroutine Group(int depth)
    {
        try
        {
            await TaskGroup.Run(async group =>
            {
                for (int i = 0; i < 3; i++)
                {
                    _created++;
                    group.CreateTask(Work(depth - 1));
                }

                await Asyncio.Sleep(1);
            });
        }
        catch (AggregateException)
        {
            // Some of them fail.
        }
    }
}
