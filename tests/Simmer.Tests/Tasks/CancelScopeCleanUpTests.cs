using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>How a clean-up may await in a cancelled scope.</summary>
public sealed class CancelScopeCleanUpTests
{
    [Fact]
    public void A_shield_lets_a_clean_up_await_while_its_own_deadline_holds()
    {
        TestLoop.Run(async () =>
        {
            var log = new List<string>();
            await CancelScope.Run(
                async outer =>
                {
                    try
                    {
                        await Sleep(100);
                    }
                    finally
                    {
                        await CancelScope.Run(async _ => await Sleep(2), shield: true);
                        log.Add($"cleaned at {GetRunningLoop().Time}");
                        await CancelScope.Run(async _ => await Sleep(100), timeout: 3, shield: true);
                        log.Add($"gave up at {GetRunningLoop().Time}");
                        Assert.True(outer.CancelRequested);
                    }
                },
                timeout: 1);

            Assert.Equal(["cleaned at 3", "gave up at 6"], log);
        });
    }

    [Fact]
    public void A_shield_that_is_taken_away_lets_the_cancellation_in()
    {
        TestLoop.Run(async () =>
        {
            CancelScope? inner = null;
            GetRunningLoop().CallLater(5, () => inner!.Shield = false);
            await CancelScope.Run(
                async _ => await CancelScope.Run(
                    async scope =>
                    {
                        inner = scope;
                        Assert.True(scope.Shield);
                        await Sleep(100);
                    },
                    shield: true),
                timeout: 1);

            Assert.Equal(5, GetRunningLoop().Time);
            Assert.False(inner!.CancelledCaught);
        });
    }

    [Fact]
    public void With_a_grace_the_clean_up_may_await_until_it_is_over()
    {
        TestLoop.Run(async () =>
        {
            var log = new List<string>();
            await CancelScope.Run(
                async scope =>
                {
                    GetRunningLoop().CallLater(1, () => scope.Cancel("closing", grace: 10));
                    try
                    {
                        await Sleep(100);
                    }
                    catch (CancelledException error)
                    {
                        log.Add($"asked at {GetRunningLoop().Time}: {error.CancelMessage}");
                        await Sleep(4);
                        log.Add($"saved at {GetRunningLoop().Time}");
                        await Sleep(100);
                    }
                });

            Assert.Equal(["asked at 1: closing", "saved at 5"], log);
            Assert.Equal(11, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void A_second_cancel_without_grace_ends_the_first_ones_grace()
    {
        TestLoop.Run(async () =>
        {
            CancelScope? seen = null;
            await CancelScope.Run(
                async scope =>
                {
                    seen = scope;
                    EventLoop loop = GetRunningLoop();
                    loop.CallLater(1, () => scope.Cancel("politely", grace: 100));
                    loop.CallLater(2, () => scope.Cancel("again", grace: 1));
                    loop.CallLater(3, () => scope.Cancel("now"));
                    try
                    {
                        await Sleep(100);
                    }
                    catch (CancelledException)
                    {
                        await Sleep(100);
                    }
                });

            Assert.Equal(3, GetRunningLoop().Time);
            Assert.Equal("politely", seen!.Reason);
        });
    }
}
