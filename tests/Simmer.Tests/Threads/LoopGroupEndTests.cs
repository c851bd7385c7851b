using System.Collections.Concurrent;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

/// <summary>Calls that meet the end of a loop or of the group: they end, and nothing is reported that is nobody's fault.</summary>
public sealed class LoopGroupEndTests
{
    private readonly ConcurrentQueue<ExceptionContext> _reports = [];

    private RunnerOptions Options => RealLoop.Options with
    {
        Guards = new() { Blocking = BlockingPolicy.Ignore },
        ExceptionHandler = (_, context) => _reports.Enqueue(context),
    };

    [Fact]
    public void A_call_that_comes_when_the_loop_has_run_for_the_last_time_does_not_begin()
    {
        using var stopped = new ManualResetEventSlim();
        using var called = new ManualResetEventSlim();
        bool hasBegun = false;
        Exception? seen = null;

        AggregateException errors = Assert.Throws<AggregateException>(() => LoopGroup.Run(
            2,
            async member =>
            {
                if (member.Index == 1)
                {
                    // What comes now is not taken before the loop closes.
                    member.Loop.Stop();
                    stopped.Set();
                    Until.Set(called);
                    return;
                }

                await ToThread(() => Until.Set(stopped));
                LoopTask call = CreateTask(member.Group.Members[1].Call(async () =>
                {
                    hasBegun = true;
                    await Sleep(double.PositiveInfinity);
                }));
                await Sleep(0);
                called.Set();
                try
                {
                    await Until.Settled(call);
                }
                catch (CancelledException)
                {
                    // The group ends; the call is not asked to.
                    await Until.Settled(call);
                }

                seen = call.Exception;
            },
            Options));

        Assert.Contains("stopped", Assert.Single(errors.InnerExceptions).Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(seen);
        Assert.False(hasBegun);
        Assert.Empty(_reports);
    }

    [Fact]
    public void A_task_that_is_left_when_every_main_has_ended_is_cancelled_where_it_calls()
    {
        LoopTask? left = null;
        LoopGroup.Run(
            2,
            async member =>
            {
                if (member.Index == 0)
                {
                    left = CreateTask(CallLate(member.Group.Members[1]));
                    await Sleep(0);
                }
            },
            Options);

        Assert.True(left!.IsCancelled);
        Assert.Empty(_reports);

        static async Coroutine CallLate(LoopMember other)
        {
            try
            {
                await Sleep(double.PositiveInfinity);
            }
            catch (CancelledException)
            {
                while (!other.IsEnding)
                {
                    await Sleep(0);
                }

                await other.Call(static async () => await Sleep(0));
            }
        }
    }
}
