using static Simmer.Asyncio;

namespace Simmer.Testing.Tests;

/// <summary>The timers that .NET makes on a loop's virtual time.</summary>
public sealed class VirtualTimerTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void What_a_wait_is_for_may_end_on_another_thread()
    {
        Run(async () =>
        {
            var source = new TaskCompletionSource<int>();
            Task<int> wait = source.Task.WaitAsync(TimeSpan.FromSeconds(5), _clock);

            // Disposes of the timer right there.
            Assert.Null(await ToThread(() => Record.Exception(() => source.SetResult(1))));
            Assert.Equal(1, await wait);
            await Sleep(1);
        });

        Assert.Equal(1, _clock.Seconds);
    }

    [Fact]
    public void A_timer_that_another_thread_disposes_of_does_not_fire()
    {
        int fired = 0;

        Run(async () =>
        {
            ITimer timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            await Sleep(1.5);
            Assert.Null(await ToThread(() => Record.Exception(timer.Dispose)));
            await Sleep(5);
        });

        Assert.Equal(1, fired);
        Assert.Equal(6.5, _clock.Seconds);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_timer_may_be_disposed_of_after_its_loop_has_ended(bool onAnotherThread)
    {
        CancellationTokenSource? left = null;

        Run(async () => left = new CancellationTokenSource(TimeSpan.FromSeconds(5), _clock));

        Assert.Null(onAnotherThread ? await Task.Run(() => Record.Exception(left!.Dispose)) : Record.Exception(left!.Dispose));
    }

    [Fact]
    public void A_timer_that_was_disposed_of_is_not_changed()
    {
        int fired = 0;

        Run(async () =>
        {
            ITimer timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), System.Threading.Timeout.InfiniteTimeSpan);
            Assert.True(timer.Change(TimeSpan.FromSeconds(2), System.Threading.Timeout.InfiniteTimeSpan));
            timer.Dispose();
            Assert.False(timer.Change(TimeSpan.FromSeconds(1), System.Threading.Timeout.InfiniteTimeSpan));
            timer.Dispose();
            await Sleep(5);
        });

        Assert.Equal(0, fired);
    }

    [Fact]
    public void A_periodic_timer_disposed_of_in_its_own_callback_does_not_fire_again()
    {
        int fired = 0;

        Run(async () =>
        {
            ITimer? timer = null;
            timer = _clock.CreateTimer(
                _ =>
                {
                    fired++;
                    timer!.Dispose();
                },
                null,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(1));
            await Sleep(5);
        });

        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_wait_that_nothing_ends_is_over_at_its_limit()
    {
        Run(async () =>
        {
            var source = new TaskCompletionSource<int>();
            await Assert.ThrowsAsync<TimeoutException>(() => source.Task.WaitAsync(TimeSpan.FromSeconds(5), _clock));
        });

        Assert.Equal(5, _clock.Seconds);
    }

    [Fact]
    public void A_token_is_cancelled_in_virtual_time()
    {
        Run(async () =>
        {
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5), _clock);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromDays(1), _clock, source.Token));
        });

        Assert.Equal(5, _clock.Seconds);
    }

    private void Run(Func<Coroutine> main) => Asyncio.Run(main(), new RunnerOptions { Clock = _clock });
}
