using static Simmer.Asyncio;

namespace Simmer.Testing.Tests;

public sealed class VirtualClockTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void A_day_of_sleep_takes_no_time()
    {
        Run(() => Sleep(TimeSpan.FromDays(1)));

        // In real time this line would be reached tomorrow.
        Assert.Equal(86_400, _clock.Seconds);
    }

    [Fact]
    public void Sleepers_wake_in_the_order_of_their_deadlines_and_equal_ones_in_the_order_of_their_start()
    {
        var order = new List<string>();

        Run(async () =>
        {
            await Gather(Wake(3, "c"), Wake(1, "a"), Wake(2, "b"), Wake(1, "a again"));

            async Coroutine Wake(double delay, string name)
            {
                await Sleep(delay);
                order.Add($"{name} at {GetRunningLoop().Time}");
            }
        });

        Assert.Equal(["a at 1", "a again at 1", "b at 2", "c at 3"], order);
    }

    [Fact]
    public void Time_stands_still_while_a_thread_works()
    {
        using var woken = new ManualResetEventSlim();

        Run(async () =>
        {
            // Were time to jump while the thread is out, the sleeper would wake at once and open the gate.
            var sleeper = CreateTask(Sleep(3600));
            sleeper.AddDoneCallback(_ => woken.Set());

            Assert.False(await ToThread(() => woken.Wait(TimeSpan.FromMilliseconds(100))));
            Assert.Equal(0, _clock.Seconds);
            await sleeper;
        });

        Assert.Equal(3600, _clock.Seconds);
    }

    [Fact]
    public void A_run_that_nothing_can_wake_ends_and_names_the_task_that_waits()
    {
        var error = Assert.Throws<DeadlockException>(() => Run(async () =>
        {
            var never = GetRunningLoop().CreateFuture<int>();
            await CreateTask(Await(never), name: "the one that waits");

            static async Coroutine Await(Future<int> future) => await future;
        }));

        Assert.Contains("the one that waits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delay_of_dotnet_runs_on_virtual_time()
    {
        Run(async () => await Task.Delay(TimeSpan.FromHours(1), _clock));

        Assert.Equal(3600, _clock.Seconds);
    }

    [Fact]
    public void A_periodic_timer_of_dotnet_ticks_on_virtual_time()
    {
        var ticks = new List<double>();

        Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), _clock);
            while (ticks.Count < 3 && await timer.WaitForNextTickAsync(Asyncio.CancellationToken))
            {
                ticks.Add(_clock.Seconds);
            }
        });

        Assert.Equal([10, 20, 30], ticks);
    }

    [Fact]
    public void Advance_moves_the_time_as_blocking_code_would()
    {
        Run(async () =>
        {
            var sleeper = CreateTask(Sleep(5));
            await Sleep(0);
            _clock.Advance(7);
            await sleeper;
        });

        Assert.Equal(7, _clock.Seconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(-1));
    }

    [Fact]
    public void A_timer_outside_the_loop_is_refused_with_the_reason()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _clock.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero));

        Assert.Contains("VirtualClock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_date_moves_with_the_time()
    {
        var start = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero);
        var clock = new VirtualClock(start);

        Asyncio.Run(Sleep(1), new RunnerOptions { Clock = clock });

        Assert.Equal(start.AddSeconds(1), clock.GetUtcNow());
    }

    private void Run(Func<Coroutine> main) => Asyncio.Run(main(), new RunnerOptions { Clock = _clock });
}
