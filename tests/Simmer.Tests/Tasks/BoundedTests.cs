using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

public sealed class BoundedTests
{
    [Fact]
    public void So_many_run_at_a_time_and_the_results_keep_the_order()
    {
        TestLoop.Run(async () =>
        {
            int running = 0;
            int most = 0;

            int[] results = await Gather(Enumerable.Range(0, 20).Select(Square), limit: 4);

            Assert.Equal(Enumerable.Range(0, 20).Select(i => i * i), results);
            Assert.Equal(4, most);

            async Coroutine<int> Square(int i)
            {
                most = Math.Max(most, ++running);
                await Sleep(1 + (i % 3));
                running--;
                return i * i;
            }
        });
    }

    [Fact]
    public void The_sequence_is_taken_only_as_there_is_room()
    {
        TestLoop.Run(async () =>
        {
            int taken = 0;
            LoopTask<int[]> gather = CreateTask(Gather(Coroutines(), limit: 3));
            await Sleep(0.5);
            Assert.Equal(3, taken);
            await Sleep(1);
            Assert.Equal(6, taken);
            await gather;
            Assert.Equal(7, taken);

            IEnumerable<Coroutine<int>> Coroutines()
            {
                for (int i = 0; i < 7; i++)
                {
                    taken++;
                    yield return Sleep(1, i);
                }
            }
        });
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_inputs_need_the_memory_of_a_few()
    {
        TestLoop.Run(async () =>
        {
            const int Count = 1_000_000;
            const int Limit = 100;
            int taken = 0;
            int ended = 0;
            int mostTasks = 0;
            int mostInHand = 0;
            var samples = new List<WeakReference>();
            EventLoop loop = GetRunningLoop();

            await ForEach(Inputs(), Limit, async input =>
            {
                await Sleep(0.001);
                if (input.Number % 10_000 == 0)
                {
                    mostTasks = Math.Max(mostTasks, AllTasks(loop).Count);
                    samples.Add(new WeakReference(input));
                }

                ended++;
            });

            GC.Collect();
            Assert.Equal(Count, ended);
            Assert.Equal(Limit, mostInHand);

            // Beside the bodies: the caller, and the task that it runs them in.
            Assert.InRange(mostTasks, Limit, Limit + 2);
            Assert.Equal(Count / 10_000, samples.Count);
            Assert.InRange(samples.Count(sample => sample.IsAlive), 0, 1);

            IEnumerable<Input> Inputs()
            {
                while (taken < Count)
                {
                    taken++;
                    mostInHand = Math.Max(mostInHand, taken - ended);
                    yield return new Input(taken);
                }
            }
        });
    }

    [Fact]
    public void The_first_error_takes_no_more_cancels_the_rest_and_is_thrown_as_it_is()
    {
        TestLoop.Run(async () =>
        {
            var began = new List<int>();
            var cancelled = new List<int>();

            var error = await Fails.With<ArithmeticException>(() => ForEach(Enumerable.Range(0, 100), limit: 3, Body));

            Assert.Equal("1", error.Message);
            Assert.Equal([0, 1, 2], began);
            Assert.Equal([0, 2], cancelled);

            async Coroutine Body(int i)
            {
                began.Add(i);
                try
                {
                    await Sleep(i == 1 ? 1 : 5);
                }
                catch (CancelledException)
                {
                    // Even one that swallows its cancellation takes no further item.
                    cancelled.Add(i);
                    return;
                }

                throw new ArithmeticException($"{i}");
            }
        });
    }

    [Fact]
    public void A_body_that_fails_at_once_leaves_no_coroutine_taken_and_not_awaited()
    {
        TestLoop.Run(async () =>
        {
            int taken = 0;
            await Fails.With<ArithmeticException>(async () => await Gather(Coroutines(), limit: 5));
            Assert.Equal(1, taken);

            IEnumerable<Coroutine<int>> Coroutines()
            {
                while (true)
                {
                    taken++;
                    yield return Fail();
                }
            }

            static async Coroutine<int> Fail() => throw new ArithmeticException();
        });
    }

    [Fact]
    public void Several_errors_come_out_together()
    {
        TestLoop.Run(async () =>
        {
            var errors = await Fails.With<AggregateException>(() => ForEach([1, 2], limit: 2, async i =>
            {
                try
                {
                    await Sleep(i);
                }
                catch (CancelledException)
                {
                    // What throws while it is cancelled adds its error to the first.
                }

                throw new ArithmeticException($"{i}");
            }));

            Assert.Equal(["1", "2"], errors.InnerExceptions.Select(error => error.Message).Order());
        });
    }

    [Fact]
    public void Cancelling_it_cancels_the_bodies_and_takes_no_more()
    {
        TestLoop.Run(async () =>
        {
            int began = 0;
            LoopTask task = CreateTask(ForEach(Enumerable.Range(0, 100), limit: 3, async _ =>
            {
                began++;
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                }
            }));
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(3, began);
            Assert.Equal(1, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void With_outcomes_an_error_ends_its_own_coroutine_only()
    {
        TestLoop.Run(async () =>
        {
            Outcome<int>[] outcomes = await GatherOutcomes(Enumerable.Range(0, 5).Select(Body), limit: 2);

            Assert.Equal(["0", "ArithmeticException(1)", "2", "CancelledException(The task was cancelled: three)", "4"], outcomes.Select(outcome => outcome.ToString()));

            static async Coroutine<int> Body(int i)
            {
                await Sleep(1);
                return i switch
                {
                    1 => throw new ArithmeticException("1"),
                    3 => throw new CancelledException("three"),
                    _ => i,
                };
            }
        });
    }

    [Fact]
    public void A_gather_of_outcomes_that_is_cancelled_ends_cancelled()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<Outcome<int>[]> task = CreateTask(GatherOutcomes(Enumerable.Range(0, 5).Select(i => Sleep(10, i)), limit: 2));
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(1, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void An_error_of_the_sequence_is_thrown_and_an_empty_one_gives_nothing()
    {
        TestLoop.Run(async () =>
        {
            Assert.Empty(await Gather(new List<Coroutine<int>>(), limit: 3));
            await Fails.With<ArithmeticException>(async () => await Gather(Broken(), limit: 3));
            await Fails.With<ArithmeticException>(async () => await GatherOutcomes(Broken(), limit: 3));
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Gather(new List<Coroutine<int>>(), limit: 0); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = GatherOutcomes(new List<Coroutine<int>>(), limit: 0); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = ForEach([1], 0, async _ => { }); });
        });

        static IEnumerable<Coroutine<int>> Broken()
        {
            yield return Sleep(1, 1);
            throw new ArithmeticException();
        }
    }

    private sealed record Input(int Number);
}
