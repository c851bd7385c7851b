using System.Diagnostics;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>The stack stays flat at any depth of awaits.</summary>
public sealed class DepthTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_coroutines_deep_and_back()
    {
        TestLoop.Run(async () => Assert.Equal(1_000_000, await Count(1_000_000)));

        static async Coroutine<int> Count(int depth) => depth == 0 ? 0 : 1 + await Count(depth - 1);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_coroutines_deep_suspended_at_the_bottom()
    {
        TestLoop.Run(async () => Assert.Equal(1_000_000, await Count(1_000_000)));

        static async Coroutine<int> Count(int depth)
        {
            if (depth == 0)
            {
                await Sleep(1);
                return 0;
            }

            return 1 + await Count(depth - 1);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_hundred_thousand_coroutines_deep_that_all_suspend_on_the_way_down_and_up()
    {
        TestLoop.Run(async () => Assert.Equal(100_000, await Count(100_000)));

        static async Coroutine<int> Count(int depth)
        {
            await Sleep(0);
            int below = depth == 0 ? -1 : await Count(depth - 1);
            await Sleep(0);
            return 1 + below;
        }
    }

    [Fact]
    public void The_stack_is_no_deeper_at_the_bottom_of_many_awaits()
    {
        TestLoop.Run(async () =>
        {
            int shallow = await StackDepthBelow(500);
            int deep = await StackDepthBelow(50_000);

            // Within the few frames that may be begun on top of each other.
            Assert.InRange(deep, 0, shallow + 500);
        });

        static async Coroutine<int> StackDepthBelow(int depth) =>
            depth == 0 ? new StackTrace().FrameCount : await StackDepthBelow(depth - 1);
    }

    [Fact]
    public void An_error_comes_up_through_a_thousand_coroutines_and_every_finally()
    {
        TestLoop.Run(async () =>
        {
            int left = 0;
            await Fails.With<FormatException>(() => Fall(1000));
            Assert.Equal(1001, left);

            async Coroutine Fall(int depth)
            {
                try
                {
                    if (depth == 0)
                    {
                        await Sleep(1);
                        throw new FormatException();
                    }

                    await Fall(depth - 1);
                }
                finally
                {
                    left++;
                }
            }
        });
    }

    [Fact]
    public void A_cancellation_goes_straight_to_the_innermost_of_many_awaits()
    {
        TestLoop.Run(async () =>
        {
            var log = new List<int>();
            LoopTask task = CreateTask(Descend(1000));
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(Enumerable.Range(0, 1001), log);

            async Coroutine Descend(int depth)
            {
                try
                {
                    if (depth == 0)
                    {
                        await Sleep(100);
                    }
                    else
                    {
                        await Descend(depth - 1);
                    }
                }
                catch (CancelledException)
                {
                    log.Add(depth);
                    throw;
                }
            }
        });
    }

    [Fact]
    public void Mutual_recursion_of_several_kinds_of_coroutine_stays_flat()
    {
        TestLoop.Run(async () => Assert.True(await IsEven(100_000)));

        static async Coroutine<bool> IsEven(int number) => number == 0 || await IsOdd(number - 1);

        static async Coroutine<bool> IsOdd(int number)
        {
            bool even = false;
            if (number > 0)
            {
                await Set();
            }

            return even;

            async Coroutine Set() => even = await IsEven(number - 1);
        }
    }
}
