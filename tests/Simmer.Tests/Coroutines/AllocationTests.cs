// In Debug the compiler makes a state machine an object, one for each call: there the promises do not hold.
#if !DEBUG
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>The promise that a call allocates nothing, once as many were made at a time; and what a task costs.</summary>
public sealed class AllocationTests
{
    private const int TaskBytes = 88;

    /// <summary>A result of more than four bytes does not fit into what is free in a task.</summary>
    private const int TaskOfLongBytes = 96;

    [Fact]
    public void A_call_that_does_not_suspend() => Allocations.Are(0, static async times =>
    {
        int sum = 0;
        for (int i = 0; i < times; i++)
        {
            await Nothing();
            sum += await Same(1);
        }

        Assert.Equal(times, sum);
    });

    [Fact]
    public void A_call_that_suspends() => Allocations.Are(0, static async times =>
    {
        int sum = 0;
        for (int i = 0; i < times; i++)
        {
            await Yield();
            sum += await SameLater(1);
        }

        Assert.Equal(times, sum);
    });

    [Fact]
    public void A_call_that_is_never_awaited_but_closed() => Allocations.Are(0, static async times =>
    {
        for (int i = 0; i < times; i++)
        {
            Nothing().Close();
        }

        await Sleep(0);
    });

    [Fact]
    public void A_recursion() => Allocations.Are(0, static async times =>
    {
        static async Coroutine<int> Down(int depth)
        {
            if (depth == 0)
            {
                await Sleep(0);
                return 0;
            }

            return 1 + await Down(depth - 1);
        }

        // As deep in every round, so that later rounds find the frames that the first one made.
        int sum = 0;
        for (int i = 0; i < times; i++)
        {
            sum += await Down(100);
        }

        Assert.Equal(100 * times, sum);
    });

    [Fact]
    public void A_task() => Allocations.Are(TaskBytes, static async times =>
    {
        for (int i = 0; i < times; i++)
        {
            await CreateTask(Yield());
        }
    });

    [Fact]
    public void A_task_with_a_result() => Allocations.Are(TaskBytes + TaskOfLongBytes, static async times =>
    {
        long sum = 0;
        for (int i = 0; i < times; i++)
        {
            sum += await CreateTask(SameLater(1));
            sum += await CreateTask(SameLater(1L));
        }

        Assert.Equal(2 * times, sum);
    });

    [Fact]
    public void A_task_that_starts_at_once() => Allocations.Are(TaskBytes, static async times =>
    {
        for (int i = 0; i < times; i++)
        {
            await CreateTask(Nothing(), eagerStart: true);
        }
    });

    [Fact]
    public void A_task_that_sleeps() => Allocations.Are(TaskBytes, static async times =>
    {
        static async Coroutine Nap() => await Sleep(1);

        for (int i = 0; i < times; i++)
        {
            await CreateTask(Nap());
        }
    });

    [Fact]
    public void Tasks_beside_each_other() => Allocations.Are(10 * TaskBytes, static async times =>
    {
        var tasks = new LoopTask[10];
        for (int i = 0; i < times; i++)
        {
            for (int j = 0; j < tasks.Length; j++)
            {
                tasks[j] = CreateTask(Yield());
            }

            foreach (LoopTask task in tasks)
            {
                await task;
            }
        }
    });

    private static async Coroutine Nothing()
    {
    }

    private static async Coroutine Yield() => await Sleep(0);

    private static async Coroutine<int> Same(int value) => value;

    private static async Coroutine<T> SameLater<T>(T value)
    {
        await Sleep(0);
        return value;
    }
}
#endif
