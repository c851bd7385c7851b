using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>What happens to a coroutine that is awaited twice, never made, or asked for what it does not have.</summary>
public sealed class MisuseTests
{
    [Fact]
    public void A_second_await_says_that_a_coroutine_runs_once()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> coroutine = Answer();
            Assert.Equal(42, await coroutine);

            var error = await Fails.With<InvalidOperationException>(async () => await coroutine);

            Assert.Contains("Cannot reuse an already awaited coroutine", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_second_await_fails_also_after_the_method_was_called_again()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> stale = Answer();
            await stale;

            // The pooled frame is the same; the call is another.
            Coroutine<int> fresh = Answer();
            await Fails.With<InvalidOperationException>(async () => await stale);

            Assert.Equal(42, await fresh);
        });
    }

    [Fact]
    public void A_second_await_while_the_first_goes_on_names_the_coroutine_and_leaves_the_first_alone()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> coroutine = SlowAnswer();
            LoopTask<int> first = CreateTask(coroutine);
            await Sleep(1);

            var error = await Fails.With<InvalidOperationException>(async () => await coroutine);

            Assert.Contains("The coroutine SlowAnswer is being awaited already", error.Message, StringComparison.Ordinal);
            Assert.Equal(42, await first);
        });
    }

    [Fact]
    public void A_second_await_inside_the_first_fails()
    {
        TestLoop.Run(async () =>
        {
            Coroutine coroutine = default;
            coroutine = AwaitMyself();

            await coroutine;

            async Coroutine AwaitMyself() => await Fails.With<InvalidOperationException>(async () => await coroutine);
        });
    }

    [Fact]
    public void Making_a_task_of_an_awaited_coroutine_fails_at_once()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> coroutine = Answer();
            await coroutine;

#pragma warning disable SIM005 // It throws.
            Assert.Throws<InvalidOperationException>(() => { _ = CreateTask(coroutine); });
#pragma warning restore SIM005
            Assert.Equal([CurrentTask()!], AllTasks());
        });
    }

    [Fact]
    public void Gathering_a_coroutine_that_a_task_runs_fails()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> coroutine = SlowAnswer();
            LoopTask<int> task = CreateTask(coroutine);

#pragma warning disable SIM005 // It throws.
            Assert.Throws<InvalidOperationException>(() => { _ = Gather<int>(coroutine); });
#pragma warning restore SIM005
            await task;
        });
    }

    [Fact]
    public void A_coroutine_that_threw_is_used_up_too()
    {
        TestLoop.Run(async () =>
        {
            Coroutine coroutine = Throw();
            await Fails.With<FormatException>(async () => await coroutine);

            await Fails.With<InvalidOperationException>(async () => await coroutine);

            static async Coroutine Throw() => throw new FormatException();
        });
    }

    [Fact]
    public void The_default_value_says_that_no_method_was_called()
    {
        TestLoop.Run(async () =>
        {
            var error = await Fails.With<InvalidOperationException>(async () => await default(Coroutine));
            Assert.Contains("default(Coroutine)", error.Message, StringComparison.Ordinal);

            await Fails.With<InvalidOperationException>(async () => await default(Coroutine<int>));
            Assert.Throws<InvalidOperationException>(() => CreateTask(default));
            Assert.Throws<InvalidOperationException>(() => CreateTask(default(Coroutine<int>)));
            default(Coroutine).Close();
            default(Coroutine<int>).Close();
        });
    }

    [Fact]
    public void GetResult_cannot_run_a_coroutine_and_says_what_can()
    {
        Coroutine<int> coroutine = Answer();

#pragma warning disable SIM014 // The mistake under test.
        var error = Assert.Throws<InvalidOperationException>(() => coroutine.GetAwaiter().GetResult());
#pragma warning restore SIM014

        Assert.Contains("The coroutine Answer has not run", error.Message, StringComparison.Ordinal);
        Assert.Contains("Asyncio.Run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_misuse_is_thrown_at_the_await_and_can_be_caught_there()
    {
        TestLoop.Run(async () =>
        {
            Coroutine used = Nothing();
            await used;
            int caught = 0;
            for (int i = 0; i < 3; i++)
            {
                try
                {
#pragma warning disable SIM004 // The mistake under test.
                    await used;
#pragma warning restore SIM004
                }
                catch (InvalidOperationException)
                {
                    caught++;
                }
            }

            // The next await is not affected.
            await Sleep(1);
            Assert.Equal(3, caught);
        });
    }

    [Fact]
    public void An_error_of_misuse_in_a_task_method_is_thrown_at_that_await_and_at_no_other()
    {
        TestLoop.Run(async () =>
        {
            Coroutine used = Nothing();
            await used;
            Future<int> done = GetRunningLoop().CreateFuture<int>();
            done.SetResult(42);

            Task misuse = CatchMisuse();
            Assert.Equal(42, await done);
            await Sleep(1);
            await misuse;

            async Task CatchMisuse() => await Assert.ThrowsAsync<InvalidOperationException>(async () => await Indirectly());

            async Coroutine Indirectly() => await used;
        });
    }

    [Fact]
    public void A_task_method_that_awaits_a_used_coroutine_gets_the_error_at_its_await()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> used = Answer();
            await used;

            await Assert.ThrowsAsync<InvalidOperationException>(Foreign);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await default(Coroutine));

            async Task Foreign() => await used;
        });
    }

    [Fact]
    public void A_task_method_can_meet_such_errors_without_end()
    {
        TestLoop.Run(async () =>
        {
            Coroutine used = Nothing();
            await used;

            Assert.Equal(50_000, await Foreign());

            async Task<int> Foreign()
            {
                int errors = 0;
                while (errors < 50_000)
                {
                    try
                    {
                        await used;
                    }
                    catch (InvalidOperationException)
                    {
                        errors++;
                    }
                }

                return errors;
            }
        });
    }

    [Fact]
    public void A_coroutine_can_meet_such_errors_without_end()
    {
        TestLoop.Run(async () =>
        {
            Coroutine used = Nothing();
            await used;
            int errors = 0;
            while (errors < 50_000)
            {
                try
                {
#pragma warning disable SIM004 // The mistake under test.
                    await used;
#pragma warning restore SIM004
                }
                catch (InvalidOperationException)
                {
                    errors++;
                }
            }
        });
    }

    [Fact]
    public async Task Awaiting_without_a_loop_throws_at_the_await_and_says_where_to_do_it()
    {
        int thread = Environment.CurrentManagedThreadId;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Answer());

        Assert.Contains($"No running event loop: cannot await a coroutine on thread {thread}", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Sleep(0));
    }

    [Fact]
    public async Task Awaiting_a_future_without_its_loop_throws_at_the_await()
    {
        using var loop = new EventLoop();
        Future<int> future = loop.CreateFuture<int>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await future);

        Assert.Contains("No running event loop: cannot await a future", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_method_that_awaits_another_loops_future_gets_the_error_at_its_await()
    {
        using var other = new EventLoop();
        Future<int> future = other.CreateFuture<int>();

        TestLoop.Run(async () =>
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await future);

            Assert.Contains("attached to a different loop", error.Message, StringComparison.Ordinal);
        });
    }

    private static async Coroutine Nothing()
    {
    }

    private static async Coroutine<int> Answer() => 42;

    private static async Coroutine<int> SlowAnswer()
    {
        await Sleep(2);
        return 42;
    }
}
