using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>Calling a coroutine method runs nothing of it; it runs once, where it is awaited.</summary>
public sealed class InertnessTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void A_call_runs_no_line_of_the_body()
    {
        TestLoop.Run(async () =>
        {
            Coroutine coroutine = Log("ran");
            await Sleep(1);
            Assert.Empty(_log);

            await coroutine;
            Assert.Equal(["ran"], _log);
        });
    }

    [Fact]
    public void The_checks_of_arguments_are_part_of_the_body()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> coroutine = Length(null);

            await Fails.With<ArgumentNullException>(async () => await coroutine);

            static async Coroutine<int> Length(string? text)
            {
                ArgumentNullException.ThrowIfNull(text);
                return text.Length;
            }
        });
    }

    [Fact]
    public void Sleep_does_not_begin_before_it_is_awaited()
    {
        var loop = new TestLoop();

        loop.RunReporting(async () =>
        {
            Coroutine sleep = Sleep(2);
            await Sleep(5);
            await sleep;
        });

        Assert.Equal(7, loop.Clock.Seconds);
    }

    [Fact]
    public void Awaiting_it_does_not_yield_to_other_tasks()
    {
        TestLoop.Run(async () =>
        {
            LoopTask other = CreateTask(Log("other"));
            await Log("first");
            await Log("second");
            await other;

            Assert.Equal(["first", "second", "other"], _log);
        });
    }

    [Fact]
    public void A_coroutine_can_be_kept_and_awaited_by_another_task()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> kept = Answer();
            LoopTask<int> other = CreateTask(Use(kept));

            Assert.Equal(42, await other);

            static async Coroutine<int> Answer()
            {
                await Sleep(1);
                return 42;
            }

            static async Coroutine<int> Use(Coroutine<int> coroutine) => await coroutine;
        });
    }

    [Fact]
    public void A_coroutine_made_before_there_is_a_loop_runs_on_it()
    {
        Coroutine<EventLoop> made = Where();

        TestLoop.Run(async () => Assert.Same(GetRunningLoop(), await made));

        static async Coroutine<EventLoop> Where()
        {
            await Sleep(1);
            return GetRunningLoop();
        }
    }

    [Fact]
    public void A_coroutine_made_on_another_thread_runs_on_the_loop()
    {
        TestLoop.Run(async () =>
        {
            Coroutine<int> made = await ToThread(() => Where());

            Assert.Equal(Environment.CurrentManagedThreadId, await made);

            static async Coroutine<int> Where()
            {
                await Sleep(1);
                return Environment.CurrentManagedThreadId;
            }
        });
    }

    [Fact]
    public void A_coroutine_made_on_one_loop_runs_on_the_next()
    {
        Coroutine<int> made = default;
        var first = new TestLoop();
        first.RunReporting(async () =>
        {
            await Log("a first use, so that there are pooled frames");
            made = Answer();
        });

        Assert.Equal(LoopWarningKind.NeverAwaited, Assert.Single(first.Warnings).Kind);
        TestLoop.Run(async () => Assert.Equal(42, await made));

        static async Coroutine<int> Answer()
        {
            await Sleep(1);
            return 42;
        }
    }

    [Fact]
    public void A_closed_coroutine_never_runs()
    {
        TestLoop.Run(async () =>
        {
            Coroutine coroutine = Log("ran");
            coroutine.Close();
            coroutine.Close();

            await Fails.With<InvalidOperationException>(async () => await coroutine);
            Assert.Empty(_log);
        });
    }

    [Fact]
    public void Closing_a_coroutine_that_is_awaited_does_nothing()
    {
        TestLoop.Run(async () =>
        {
            Coroutine coroutine = SleepAndLog();
            LoopTask task = CreateTask(coroutine);
            await Sleep(0);
            coroutine.Close();
            await task;
            coroutine.Close();

            Assert.Equal(["slept"], _log);

            async Coroutine SleepAndLog()
            {
                await Sleep(1);
                _log.Add("slept");
            }
        });
    }

    [Fact]
    public void Closing_a_stale_coroutine_leaves_the_next_call_alone()
    {
        TestLoop.Run(async () =>
        {
            Coroutine first = Log("first");
            await first;
            Coroutine second = Log("second");
            first.Close();
            await second;

            Assert.Equal(["first", "second"], _log);
        });
    }

    [Fact]
    public void Two_calls_are_two_coroutines()
    {
        Coroutine first = Log("a");
        Coroutine same = first;
#pragma warning disable SIM001 // Compared, not run.
        Coroutine second = Log("a");
#pragma warning restore SIM001

        Assert.True(first == same);
        Assert.True(first.Equals((object)same));
        Assert.Equal(first.GetHashCode(), same.GetHashCode());
        Assert.True(first != second);
        Assert.False(first.Equals(null));
        Assert.False(first.Equals("a coroutine"));
    }

    [Fact]
    public void Two_calls_with_a_result_are_two_coroutines()
    {
        Coroutine<int> first = Sleep(1, 42);
        Coroutine<int> same = first;
#pragma warning disable SIM001 // Compared, not run.
        Coroutine<int> second = Sleep(1, 42);
#pragma warning restore SIM001

        Assert.True(first == same);
        Assert.True(first.Equals((object)same));
        Assert.Equal(first.GetHashCode(), same.GetHashCode());
        Assert.True(first != second);
        Assert.False(first.Equals(null));
    }

    private async Coroutine Log(string text) => _log.Add(text);
}
