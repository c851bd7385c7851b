using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>A task's requests to end, as itself, .NET calls and scopes see them.</summary>
public sealed class CancellationTests
{
    [Fact]
    public void A_token_that_is_asked_for_late_is_cancelled_from_the_start()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Sleep(9));
            task.Cancel();
            Assert.True(task.CancellationToken.IsCancellationRequested);
            await Sleep(0);
            await Sleep(0);
            Assert.True(task.IsCancelled);

            LoopTask gaveUp = CreateTask(GiveUp());
            await Sleep(0);
            await Sleep(0);
            Assert.Equal(0, gaveUp.Cancelling);
            Assert.True(gaveUp.CancellationToken.IsCancellationRequested);

            await CancelScope.Run(async scope =>
            {
                scope.Cancel();
                Assert.True(Asyncio.CancellationToken.IsCancellationRequested);
                Assert.True(scope.CancellationToken.IsCancellationRequested);
            });
            Assert.False(Asyncio.CancellationToken.IsCancellationRequested);
        });

        static async Coroutine GiveUp() => throw new CancelledException("mine");
    }

    [Fact]
    public void Outside_a_task_there_is_no_token_to_cancel()
    {
        Assert.Equal(System.Threading.CancellationToken.None, Asyncio.CancellationToken);
        TestLoop.Run(async () =>
        {
            var seen = GetRunningLoop().CreateFuture<System.Threading.CancellationToken>();
            GetRunningLoop().CallSoon(() => seen.SetResult(Asyncio.CancellationToken));
            Assert.Equal(System.Threading.CancellationToken.None, await seen);
            Assert.NotEqual(System.Threading.CancellationToken.None, Asyncio.CancellationToken);
        });
    }

    [Fact]
    public void The_count_of_requests_stops_where_it_is_full()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Sleep(9));
            for (int i = 0; i <= ushort.MaxValue + 1; i++)
            {
                Assert.True(task.Cancel());
            }

            Assert.Equal(ushort.MaxValue, task.Cancelling);
            Assert.Equal(ushort.MaxValue - 1, task.Uncancel());
            await Fails.With<CancelledException>(async () => await task);
        });
    }

    [Fact]
    public void An_error_in_a_callback_of_the_token_is_reported_and_hinders_nobody()
    {
        var loop = new TestLoop();
        loop.RunReporting(async () =>
        {
            foreach (int errors in new[] { 1, 2 })
            {
                LoopTask task = CreateTask(Sleep(9), $"with {errors}");
                for (int i = 0; i < errors; i++)
                {
                    task.CancellationToken.Register(static () => throw new ArithmeticException("no"));
                }

                task.Cancel();
                await Fails.With<CancelledException>(async () => await task);
            }
        });

        Assert.Equal(2, loop.Reports.Count);
        Assert.All(loop.Reports, report => Assert.Equal("Exception in a callback of a cancellation token", report.Message));
        Assert.IsType<ArithmeticException>(loop.Reports[0].Exception);
        Assert.Equal(2, Assert.IsType<AggregateException>(loop.Reports[1].Exception).InnerExceptions.Count);
        Assert.Equal("with 2", loop.Reports[1].Task!.Name);
    }

    [Fact]
    public void A_task_ends_cancelled_by_what_a_dotnet_call_throws_if_it_was_asked_to()
    {
        TestLoop.Run(async () =>
        {
            LoopTask asked = CreateTask(Check());
            await Sleep(0);
            asked.Cancel("stop");
            await Sleep(1);
            Assert.True(asked.IsCancelled);
            CancelledException error = await Fails.With<CancelledException>(async () => await asked);
            Assert.IsType<OperationCanceledException>(error.InnerException);

            LoopTask unasked = CreateTask(Other());
            await Fails.With<OperationCanceledException>(async () => await unasked);
            Assert.False(unasked.IsCancelled);
        });

        static async Coroutine Check()
        {
            try
            {
                await Sleep(9);
            }
            catch (CancelledException)
            {
                Asyncio.CancellationToken.ThrowIfCancellationRequested();
            }
        }

        static async Coroutine Other()
        {
            await Sleep(0);
            throw new OperationCanceledException("another's");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("late")]
    public void A_request_in_the_last_step_takes_the_result_away(string? message)
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> task = CreateTask(Ends(message));
            CancelledException cancelled = await Fails.With<CancelledException>(async () => await task);
            Assert.Equal(message, cancelled.CancelMessage);
        });

        static async Coroutine<int> Ends(string? message)
        {
            await Sleep(0);
            CurrentTask()!.Cancel(message);
            return 1;
        }
    }

    [Fact]
    public void A_scope_that_is_cancelled_in_its_last_step_leaves_the_result()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> task = CreateTask(Ends());
            Assert.Equal(1, await task);
        });

        static async Coroutine<int> Ends() => await CancelScope.Run(async scope =>
        {
            await Sleep(0);
            scope.Cancel();
            return 1;
        });
    }

    [Fact]
    public void Within_a_cancelled_scope_a_request_taken_back_leaves_the_scopes_own()
    {
        TestLoop.Run(async () =>
        {
            bool caught = false;
            await CancelScope.Run(async scope =>
            {
                scope.Cancel("scope");
                LoopTask self = CurrentTask()!;
                self.Cancel("request");
                Assert.Equal(0, self.Uncancel());
                try
                {
                    await Sleep(1);
                }
                catch (CancelledException)
                {
                    caught = true;
                    throw;
                }
            });
            Assert.True(caught);
            await Sleep(1);
        });
    }

    [Fact]
    public void A_scope_tells_no_task_that_has_ended_already()
    {
        TestLoop.Run(async () =>
        {
            LoopTask? child = null;
            await CancelScope.Run(async scope =>
            {
                await TaskGroup.Run(async group =>
                {
                    child = group.CreateTask(Sleep(1));
                    child.AddDoneCallback(_ => scope.Cancel("enough"));
                    await Sleep(9);
                });
            });
            Assert.False(child!.IsCancelled);
            Assert.Equal(1, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void A_request_made_before_a_foreign_await_comes_at_the_next_of_its_own()
    {
        TestLoop.Run(async () =>
        {
            CurrentTask()!.Cancel("soon");
            await Task.Yield();
            await Fails.With<CancelledException>(async () => await Sleep(1));
            CurrentTask()!.Uncancel();

            // A method of .NET's that awaits the loop in turn is cancelled there.
            LoopTask<string> task = CreateTask(Through());
            Assert.Equal("cancelled inside", await task);
            await Sleep(1);
        });

        static async Coroutine<string> Through()
        {
            CurrentTask()!.Cancel("soon");
            return await Foreign();
        }

        static async Task<string> Foreign()
        {
            try
            {
                await Sleep(5);
                return "slept";
            }
            catch (CancelledException)
            {
                return "cancelled inside";
            }
        }
    }

    [Fact]
    public void A_request_before_the_await_of_what_can_no_longer_be_cancelled_is_thrown_by_that_await()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<string> task = CreateTask(Late());
            Assert.Equal("late", await task);
        });

        static async Coroutine<string> Late()
        {
            Future<int> child = GetRunningLoop().CreateFuture<int>();
            Future<int[]> gather = Gather<int>(child);
            child.SetResult(1);
            CurrentTask()!.Cancel("late");
            try
            {
                await gather;
                return "not cancelled";
            }
            catch (CancelledException cancelled)
            {
                return cancelled.CancelMessage!;
            }
        }
    }

    [Fact]
    public void A_task_cannot_await_itself_nor_what_belongs_to_another_loop()
    {
        using var other = new EventLoop();
        Future<int> foreign = other.CreateFuture<int>();
        TestLoop.Run(async () =>
        {
            InvalidOperationException own = await Fails.With<InvalidOperationException>(async () => await CreateTask(AwaitSelf()));
            Assert.Contains("cannot await itself", own.Message);
            InvalidOperationException others = await Fails.With<InvalidOperationException>(async () => await foreign);
            Assert.Contains("loop", others.Message);
        });

        static async Coroutine AwaitSelf() => await CurrentTask()!;
    }

    [Fact]
    public void A_late_cancel_of_a_gather_is_no_look_at_its_error()
    {
        var loop = new TestLoop();
        loop.RunReporting(async () =>
        {
            Future<int> failing = GetRunningLoop().CreateFuture<int>();
            Future<int[]> gather = Gather<int>(failing);
            failing.SetException(new ArithmeticException("no"));
            await Sleep(0);
            Assert.False(gather.Cancel());
        });

        Assert.IsType<ArithmeticException>(Assert.Single(loop.Reports).Exception);
    }
}
