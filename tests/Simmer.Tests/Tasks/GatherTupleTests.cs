using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>Gathers of up to eight results of different types.</summary>
public sealed class GatherTupleTests
{
    [Fact]
    public void Two_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two"), await Gather(After(2, 1), After(1, "two")));
                Assert.Equal((1, "two"), await Gather(CreateTask(After(2, 1)), Future(After(1, "two"))));
                Assert.Equal(2 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void Three_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two", 3.0), await Gather(After(3, 1), After(2, "two"), After(1, 3.0)));
                Assert.Equal((1, "two", 3.0), await Gather(CreateTask(After(3, 1)), Future(After(2, "two")), CreateTask(After(1, 3.0))));
                Assert.Equal(3 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void Four_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two", 3.0, true), await Gather(After(4, 1), After(3, "two"), After(2, 3.0), After(1, true)));
                Assert.Equal((1, "two", 3.0, true), await Gather(CreateTask(After(4, 1)), Future(After(3, "two")), CreateTask(After(2, 3.0)), Future(After(1, true))));
                Assert.Equal(4 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void Five_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two", 3.0, true, 5L), await Gather(After(5, 1), After(4, "two"), After(3, 3.0), After(2, true), After(1, 5L)));
                Assert.Equal((1, "two", 3.0, true, 5L), await Gather(CreateTask(After(5, 1)), Future(After(4, "two")), CreateTask(After(3, 3.0)), Future(After(2, true)), CreateTask(After(1, 5L))));
                Assert.Equal(5 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void Six_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two", 3.0, true, 5L, '6'), await Gather(After(6, 1), After(5, "two"), After(4, 3.0), After(3, true), After(2, 5L), After(1, '6')));
                Assert.Equal((1, "two", 3.0, true, 5L, '6'), await Gather(CreateTask(After(6, 1)), Future(After(5, "two")), CreateTask(After(4, 3.0)), Future(After(3, true)), CreateTask(After(2, 5L)), Future(After(1, '6'))));
                Assert.Equal(6 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void Seven_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two", 3.0, true, 5L, '6', (byte)7), await Gather(After(7, 1), After(6, "two"), After(5, 3.0), After(4, true), After(3, 5L), After(2, '6'), After(1, (byte)7)));
                Assert.Equal((1, "two", 3.0, true, 5L, '6', (byte)7), await Gather(CreateTask(After(7, 1)), Future(After(6, "two")), CreateTask(After(5, 3.0)), Future(After(4, true)), CreateTask(After(3, 5L)), Future(After(2, '6')), CreateTask(After(1, (byte)7))));
                Assert.Equal(7 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void Eight_results_come_in_the_order_given_however_often_they_are_gathered()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((1, "two", 3.0, true, 5L, '6', (byte)7, 8m), await Gather(After(8, 1), After(7, "two"), After(6, 3.0), After(5, true), After(4, 5L), After(3, '6'), After(2, (byte)7), After(1, 8m)));
                Assert.Equal((1, "two", 3.0, true, 5L, '6', (byte)7, 8m), await Gather(CreateTask(After(8, 1)), Future(After(7, "two")), CreateTask(After(6, 3.0)), Future(After(5, true)), CreateTask(After(4, 5L)), Future(After(3, '6')), CreateTask(After(2, (byte)7)), Future(After(1, 8m))));
                Assert.Equal(8 * 2 * (i + 1), GetRunningLoop().Time);
            }
        });
    }

    [Fact]
    public void The_first_error_ends_it_and_cancelling_it_cancels_all()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> slow = CreateTask(After(9, 1));
            var gather = Gather(slow, Failing(), CreateTask(After(2, "x")));
            await Fails.With<ArithmeticException>(async () => await gather);
            Assert.Equal(1, GetRunningLoop().Time);
            Assert.False(slow.IsDone);

            var other = Gather(slow, CreateTask(After(9, "x")), CreateTask(After(9, 2.0)));
            other.Cancel("enough");
            CancelledException cancelled = await Fails.With<CancelledException>(async () => await other);
            Assert.Equal("enough", cancelled.CancelMessage);
            Assert.True(slow.IsCancelled);
        });
    }

    private static async Coroutine<T> After<T>(double delay, T result)
    {
        await Sleep(delay);
        return result;
    }

    // As the base type: not the overload for tasks.
    private static IAwaitable<T> Future<T>(Coroutine<T> coroutine) => Shield(CreateTask(coroutine));

    private static Future<int> Failing()
    {
        Future<int> failing = GetRunningLoop().CreateFuture<int>();
        GetRunningLoop().CallLater(1, () => failing.SetException(new ArithmeticException("no")));
        return failing;
    }
}
