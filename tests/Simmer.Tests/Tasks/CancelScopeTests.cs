using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

public sealed class CancelScopeTests
{
    [Fact]
    public void The_deadline_ends_the_body_and_the_code_goes_on()
    {
        TestLoop.Run(async () =>
        {
            CancelScope? seen = null;
            await CancelScope.Run(
                async scope =>
                {
                    seen = scope;
                    await Sleep(100);
                },
                timeout: 5);

            Assert.Equal(5, GetRunningLoop().Time);
            Assert.True(seen!.CancelledCaught);
            Assert.True(seen.CancelRequested);
            Assert.Equal("deadline", seen.Reason);
            await Sleep(1);
        });
    }

    [Fact]
    public void A_body_in_time_gives_its_result_and_a_cut_one_the_default()
    {
        TestLoop.Run(async () =>
        {
            Assert.Equal(7, await CancelScope.Run(_ => Sleep(1, 7), timeout: 5));
            Assert.Equal(0, await CancelScope.Run(_ => Sleep(9, 7), timeout: 5));
            Assert.Equal(7, await CancelScope.Run(_ => Sleep(9, 7), timeout: TimeSpan.FromSeconds(10)));
            Assert.Equal(15, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void Every_await_of_a_cancelled_scope_is_cancelled_not_only_the_first()
    {
        TestLoop.Run(async () =>
        {
            int swallowed = 0;
            await CancelScope.Run(
                async scope =>
                {
                    scope.Cancel("stop");
                    for (int i = 0; i < 10; i++)
                    {
                        try
                        {
                            await Sleep(1);
                        }
                        catch (CancelledException error)
                        {
                            Assert.Equal("stop", error.CancelMessage);
                            swallowed++;
                        }
                    }
                });

            Assert.Equal(10, swallowed);
            Assert.Equal(0, GetRunningLoop().Time);
            await Sleep(1);
            Assert.Equal(1, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void The_deadline_can_be_moved_and_removed()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            await CancelScope.Run(
                async scope =>
                {
                    Assert.Equal(5, scope.Deadline);
                    await Sleep(4);
                    scope.Deadline += 5;
                    await Sleep(5);
                    scope.Deadline = null;
                    await Sleep(50);
                    scope.Deadline = loop.Time + 1;
                    await Sleep(50);
                },
                timeout: 5);

            Assert.Equal(60, loop.Time);
        });
    }

    [Fact]
    public void A_deadline_in_the_past_ends_the_body_at_its_next_suspension()
    {
        TestLoop.Run(async () =>
        {
            bool ran = false;
            await CancelScope.Run(
                async _ =>
                {
                    ran = true;
                    await Sleep(10);
                },
                timeout: -1);

            Assert.True(ran);
            Assert.Equal(0, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void It_reaches_the_tasks_of_groups_opened_in_it()
    {
        TestLoop.Run(async () =>
        {
            var ends = new List<string>();
            await CancelScope.Run(
                async scope =>
                {
                    await TaskGroup.Run(async group =>
                    {
                        _ = group.CreateTask(Child("a"));
                        _ = group.CreateTask(Child("b"));
                        await Sleep(100);
                    });
                },
                timeout: 3);

            Assert.Equal(["a at 3", "b at 3"], ends);

            async Coroutine Child(string name)
            {
                try
                {
                    await Sleep(50);
                }
                finally
                {
                    ends.Add($"{name} at {GetRunningLoop().Time}");
                }
            }
        });
    }

    [Fact]
    public void A_child_started_by_handshake_is_reached_before_and_after_it_is_ready()
    {
        TestLoop.Run(async () =>
        {
            var ends = new List<string>();
            foreach (bool ready in new[] { false, true })
            {
                double began = GetRunningLoop().Time;
                await CancelScope.Run(
                    async _ => await TaskGroup.Run(async group =>
                    {
                        await group.Start<int>(async signal =>
                        {
                            if (ready)
                            {
                                signal.Ready(1);
                            }

                            try
                            {
                                await Sleep(100);
                            }
                            finally
                            {
                                ends.Add($"ready {ready} after {GetRunningLoop().Time - began}");
                            }
                        });
                    }),
                    timeout: 3);
            }

            Assert.Equal(["ready False after 3", "ready True after 3"], ends);
        });
    }

    [Fact]
    public void Its_token_tells_dotnet_calls()
    {
        TestLoop.Run(async () =>
        {
            await CancelScope.Run(
                async scope =>
                {
                    Assert.False(scope.CancellationToken.IsCancellationRequested);
                    await Task.Delay(TimeSpan.FromSeconds(100), GetRunningLoop().Clock, scope.CancellationToken);
                },
                timeout: 2);

            Assert.Equal(2, GetRunningLoop().Time);

            await CancelScope.Run(async scope =>
            {
                scope.Cancel();
                Assert.True(scope.CancellationToken.IsCancellationRequested);
                await Sleep(1);
            });
        });
    }

    [Fact]
    public void The_tasks_token_is_cancelled_in_the_scope_and_fresh_after_it()
    {
        TestLoop.Run(async () =>
        {
            await CancelScope.Run(
                async _ => await Task.Delay(TimeSpan.FromSeconds(100), GetRunningLoop().Clock, Asyncio.CancellationToken),
                timeout: 2);

            Assert.Equal(2, GetRunningLoop().Time);
            Assert.False(Asyncio.CancellationToken.IsCancellationRequested);
        });
    }

    [Fact]
    public void The_outer_scope_ends_the_inner_one_and_keeps_the_cancellation_for_itself()
    {
        TestLoop.Run(async () =>
        {
            bool after = false;
            CancelScope? inner = null;
            await CancelScope.Run(
                async _ =>
                {
                    await CancelScope.Run(
                        async scope =>
                        {
                            inner = scope;
                            await Sleep(100);
                        },
                        timeout: 50);
                    after = true;
                },
                timeout: 2);

            Assert.False(after);
            Assert.False(inner!.CancelledCaught);
        });
    }

    [Fact]
    public void Cancelling_the_task_passes_through_as_it_is_also_through_a_shield()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(CancelScope.Run(async _ => await Sleep(100), timeout: 50, shield: true));
            await Sleep(1);
            task.Cancel("from outside");
            var error = await Fails.With<CancelledException>(async () => await task);

            Assert.Equal("from outside", error.CancelMessage);
            Assert.Equal(1, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void An_error_of_the_body_passes_through_a_cancelled_scope()
    {
        TestLoop.Run(async () =>
        {
            await Fails.With<ArithmeticException>(() => CancelScope.Run(async scope =>
            {
                scope.Cancel();
                try
                {
                    await Sleep(1);
                }
                finally
                {
                    Throw();
                }
            }));
        });

        static void Throw() => throw new ArithmeticException();
    }

    [Fact]
    public void After_its_end_it_does_nothing_more()
    {
        TestLoop.Run(async () =>
        {
            CancelScope? gone = null;
            await CancelScope.Run(async scope => gone = scope);
            gone!.Cancel();
            gone.Deadline = 1;
            await Sleep(5);

            Assert.False(gone.CancelRequested);
            Assert.Equal("<CancelScope>", gone.ToString());
        });
    }

    [Fact]
    public void It_needs_a_task_and_shows_its_state()
    {
        TestLoop.Run(async () =>
        {
            await CancelScope.Run(
                async scope =>
                {
                    Assert.Equal("<CancelScope shielded>", scope.ToString());
                    scope.Cancel("why");
                    Assert.Equal("<CancelScope cancelled (why) shielded>", scope.ToString());
                    await Sleep(0);
                },
                shield: true);
            await Fails.With<ArgumentException>(() => CancelScope.Run(async _ => { }, timeout: double.NaN));
        });
    }
}
