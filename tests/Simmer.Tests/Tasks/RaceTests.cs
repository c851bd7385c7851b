using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

public sealed class RaceTests
{
    [Fact]
    public void The_first_success_wins_and_the_others_are_cancelled_and_waited_for()
    {
        TestLoop.Run(async () =>
        {
            var ends = new List<string>();

            Assert.Equal("b", await Race(Runner("a", 5), Runner("b", 2), Failing(1)));

            Assert.Equal(["b won at 2", "a cleaned up at 3"], ends);
            Assert.Equal(3, GetRunningLoop().Time);
            _ = Assert.Single(AllTasks());

            async Coroutine<string> Runner(string name, double delay)
            {
                try
                {
                    await Sleep(delay);
                }
                catch (CancelledException)
                {
                    await Sleep(1);
                    ends.Add($"{name} cleaned up at {GetRunningLoop().Time}");
                    throw;
                }

                ends.Add($"{name} won at {GetRunningLoop().Time}");
                return name;
            }

            static async Coroutine<string> Failing(double delay)
            {
                await Sleep(delay);
                throw new ArithmeticException();
            }
        });
    }

    [Fact]
    public void When_all_fail_their_errors_come_out_in_the_order_of_the_arguments()
    {
        TestLoop.Run(async () =>
        {
            var error = await Fails.With<AggregateException>(async () => await Race(Fail<int>(2, "first"), Fail<int>(1, "second")));

            Assert.Equal(["first", "second"], error.InnerExceptions.Select(inner => inner.Message));
        });
    }

    [Fact]
    public void Coroutines_without_results_race_too()
    {
        TestLoop.Run(async () =>
        {
            await Race(Sleep(5), Sleep(2));
            Assert.Equal(2, GetRunningLoop().Time);

            await Fails.With<AggregateException>(async () => await Race(Fail(1), Fail(2)));
            await Fails.With<ArgumentException>(async () => await Race(new List<Coroutine>()));
            await Fails.With<ArgumentException>(async () => await Race(new List<Coroutine<int>>()));
        });
    }

    [Fact]
    public void Cancelling_a_race_cancels_every_runner_and_waits_for_its_clean_up()
    {
        TestLoop.Run(async () =>
        {
            int cleaned = 0;
            LoopTask<int> race = CreateTask(Race(Runner(), Runner()));
            await Sleep(1);
            race.Cancel("enough");
            await Until.Settled(race);

            Assert.True(race.IsCancelled);
            Assert.Equal(2, cleaned);
            Assert.Equal(4, GetRunningLoop().Time);

            async Coroutine<int> Runner()
            {
                try
                {
                    await Sleep(100);
                    return 1;
                }
                finally
                {
                    await Sleep(3);
                    cleaned++;
                }
            }
        });
    }

    [Fact]
    public void A_staggered_race_begins_the_next_when_the_time_is_over_or_the_last_has_failed()
    {
        TestLoop.Run(async () =>
        {
            var begun = new List<string>();

            StaggeredResult<string> result = await StaggeredRace<string>([() => Attempt("a", 10, false), () => Attempt("b", 1, true), () => Attempt("c", 2, false)], delay: 3);

            Assert.Equal(["a at 0", "b at 3", "c at 4"], begun);
            Assert.Equal(("c", 2), (result.Result, result.Winner));
            Assert.Equal(["CancelledException", "ArithmeticException", null], result.Exceptions.Select(error => error?.GetType().Name));
            Assert.Equal(6, GetRunningLoop().Time);

            async Coroutine<string> Attempt(string name, double delay, bool fails)
            {
                begun.Add($"{name} at {GetRunningLoop().Time}");
                await Sleep(delay);
                return fails ? throw new ArithmeticException() : name;
            }
        });
    }

    [Fact]
    public void A_staggered_race_that_all_lose_tells_the_errors_and_one_without_attempts_tells_nothing()
    {
        TestLoop.Run(async () =>
        {
            StaggeredResult<int> lost = await StaggeredRace<int>([() => Fail<int>(1, "x"), () => Fail<int>(1, "y")]);
            Assert.Null(lost.Winner);
            Assert.Equal(["x", "y"], lost.Exceptions.Select(error => error!.Message));

            StaggeredResult<int> nothing = await StaggeredRace<int>([]);
            Assert.Null(nothing.Winner);
            Assert.Empty(nothing.Exceptions);
            Assert.Throws<ArgumentException>(() => { _ = StaggeredRace<int>([], double.NaN); });
        });
    }

    [Fact]
    public void An_attempt_that_throws_before_it_is_a_coroutine_has_failed_like_any_other()
    {
        TestLoop.Run(async () =>
        {
            StaggeredResult<int> result = await StaggeredRace<int>([static () => throw new ArithmeticException("at once"), static () => Sleep(1, 7)]);

            Assert.Equal((7, 1), (result.Result, result.Winner));
            Assert.Equal("at once", result.Exceptions[0]!.Message);
        });
    }

    private static async Coroutine<T> Fail<T>(double delay, string message)
    {
        await Sleep(delay);
        throw new ArithmeticException(message);
    }

    private static async Coroutine Fail(double delay)
    {
        await Sleep(delay);
        throw new ArithmeticException();
    }
}
