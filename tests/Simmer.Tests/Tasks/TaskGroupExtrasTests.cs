using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>What Simmer's groups have beyond asyncio's: limits, collected results, readiness handshakes, and Cancel.</summary>
public sealed class TaskGroupExtrasTests
{
    [Fact]
    public void Results_come_in_the_order_of_the_starts()
    {
        TestLoop.Run(async () =>
        {
            int[] results = await TaskGroup.Collect<int>(async group =>
            {
                _ = group.CreateTask(Sleep(3, 1));
                _ = group.CreateTask(Sleep(1, 2));
                await Sleep(1);
                _ = group.CreateTask(Sleep(1, 3), name: "late");
                _ = group.Group.CreateTask(Sleep(1));
            });

            Assert.Equal([1, 2, 3], results);
        });
    }

    [Fact]
    public void A_limit_lets_so_many_run_and_the_others_wait_their_turn()
    {
        TestLoop.Run(async () =>
        {
            int running = 0;
            var log = new List<string>();
            int[] results = await TaskGroup.Collect<int>(
                async group =>
                {
                    for (int i = 0; i < 5; i++)
                    {
                        _ = group.CreateTask(Child(i));
                    }
                },
                limit: 2);

            Assert.Equal([0, 1, 2, 3, 4], results);
            Assert.Equal(["0 at 0", "1 at 0", "2 at 1", "3 at 1", "4 at 2"], log);

            async Coroutine<int> Child(int i)
            {
                Assert.InRange(++running, 1, 2);
                log.Add($"{i} at {GetRunningLoop().Time}");
                await Sleep(1);
                running--;
                return i;
            }
        });
    }

    [Fact]
    public void A_failure_cancels_those_that_wait_for_their_turn_without_beginning_them()
    {
        TestLoop.Run(async () =>
        {
            int began = 0;
            var error = await Fails.With<AggregateException>(() => TaskGroup.Run(
                async group =>
                {
                    _ = group.CreateTask(Fail());
                    _ = group.CreateTask(Child());
                    _ = group.CreateTask(ChildOfInt());
                },
                limit: 1));

            Assert.IsType<ArithmeticException>(Assert.Single(error.InnerExceptions));
            Assert.Equal(0, began);

            async Coroutine Child()
            {
                began++;
                await Sleep(1);
            }

            async Coroutine<int> ChildOfInt()
            {
                began++;
                await Sleep(1);
                return 1;
            }

            static async Coroutine Fail()
            {
                await Sleep(1);
                throw new ArithmeticException();
            }
        });
    }

    [Fact]
    public void A_limit_is_at_least_one()
    {
        TestLoop.Run(async () =>
        {
            await Fails.With<ArgumentOutOfRangeException>(() => TaskGroup.Run(async _ => { }, limit: 0));
            await Fails.With<ArgumentOutOfRangeException>(async () => await TaskGroup.Run(_ => Sleep(0, 1), limit: 0));
        });
    }

    [Fact]
    public void Start_goes_on_when_the_child_is_ready_and_the_child_lives_on_in_the_group()
    {
        TestLoop.Run(async () =>
        {
            var log = new List<string>();
            await TaskGroup.Run(async group =>
            {
                int port = await group.Start<int>(Serve, name: "server");
                log.Add($"port {port} at {GetRunningLoop().Time}");
                Assert.Contains(AllTasks(), task => task.Name == "server");
            });
            log.Add($"all ended at {GetRunningLoop().Time}");

            Assert.Equal(["port 80 at 2", "all ended at 5"], log);

            static async Coroutine Serve(ReadySignal<int> signal)
            {
                await Sleep(2);
                signal.Ready(80);
                Assert.Throws<InvalidStateException>(() => signal.Ready(81));
                await Sleep(3);
            }
        });
    }

    [Fact]
    public void An_error_before_it_is_ready_goes_to_the_caller_and_one_after_to_the_group()
    {
        TestLoop.Run(async () =>
        {
            await TaskGroup.Run(async group =>
            {
                await Fails.With<ArithmeticException>(async () => await group.Start<int>(Fail));
                var never = await Fails.With<InvalidOperationException>(async () => await group.Start<int>(_ => Sleep(1)));
                Assert.Contains("without calling Ready", never.Message, StringComparison.Ordinal);
            });

            var error = await Fails.With<AggregateException>(() => TaskGroup.Run(async group =>
            {
                await group.Start<int>(async signal =>
                {
                    signal.Ready(1);
                    await Fail(signal);
                });
                await Sleep(100);
            }));
            Assert.IsType<ArithmeticException>(Assert.Single(error.InnerExceptions));

            static async Coroutine Fail(ReadySignal<int> signal)
            {
                await Sleep(1);
                throw new ArithmeticException();
            }
        });
    }

    [Fact]
    public void A_cancelled_start_cancels_the_child_and_waits_for_its_clean_up()
    {
        TestLoop.Run(async () =>
        {
            bool cleaned = false;
            LoopTask task = CreateTask(TaskGroup.Run(async group => await group.Start<int>(async _ =>
            {
                try
                {
                    await Sleep(100);
                }
                finally
                {
                    await Sleep(2);
                    cleaned = true;
                }
            })));
            await Sleep(1);
            task.Cancel("no more");
            var error = await Fails.With<CancelledException>(async () => await task);

            Assert.True(cleaned);
            Assert.Equal(3, GetRunningLoop().Time);
            Assert.Equal("no more", error.CancelMessage);
        });
    }

    [Fact]
    public void An_error_of_a_childs_clean_up_is_not_lost_when_its_start_is_cancelled()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(TaskGroup.Run(async group => await group.Start<int>(async _ =>
            {
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    throw new ArithmeticException();
                }
            })));
            await Sleep(1);
            task.Cancel();
            var error = await Fails.With<AggregateException>(async () => await task);

            Assert.IsType<ArithmeticException>(Assert.Single(error.InnerExceptions));
        });
    }

    [Fact]
    public void A_child_that_gets_ready_although_the_start_was_cancelled_belongs_to_the_group()
    {
        TestLoop.Run(async () =>
        {
            LoopTask? starter = null;
            bool cancelled = false;
            await TaskGroup.Run(async group =>
            {
                starter = group.CreateTask(Starter(group));
                await Sleep(1);
                starter.Cancel();
            });

            Assert.True(cancelled);
            Assert.True(starter!.IsCancelled);

            async Coroutine Starter(TaskGroup group) => await group.Start<int>(async signal =>
            {
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    cancelled = true;
                    signal.Ready(1);
                }

                await Sleep(5);
            });
        });
    }

    [Fact]
    public void Start_in_a_group_that_has_ended_says_so()
    {
        TestLoop.Run(async () =>
        {
            TaskGroup? gone = null;
            await TaskGroup.Run(async group => gone = group);

            var error = await Fails.With<InvalidOperationException>(async () => await gone!.Start<int>(_ => Sleep(1)));
            Assert.Contains("is finished", error.Message, StringComparison.Ordinal);
            gone!.Cancel();
        });
    }

    [Fact]
    public void Cancel_ends_body_and_children_without_an_error_of_the_group()
    {
        TestLoop.Run(async () =>
        {
            var ends = new List<string>();
            int result = await TaskGroup.Run(async group =>
            {
                _ = group.CreateTask(Child("a"));
                _ = CreateTask(Later(() => group.Cancel()));
                await Sleep(100);
                return 7;
            });

            Assert.Equal(0, result);
            Assert.Equal(["a at 2"], ends);
            Assert.Equal(0, CurrentTask()!.Cancelling);
            await Sleep(1);

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

            static async Coroutine Later(Action action)
            {
                await Sleep(2);
                action();
            }
        });
    }

    [Fact]
    public void Cancel_may_come_from_a_child_and_again_and_takes_no_more_tasks()
    {
        TestLoop.Run(async () =>
        {
            await TaskGroup.Run(async group =>
            {
                _ = group.CreateTask(First(group));
                await Sleep(100);
            });

            static async Coroutine First(TaskGroup group)
            {
                await Sleep(1);
                group.Cancel();
                group.Cancel();
                Assert.Contains("cancelling", group.ToString(), StringComparison.Ordinal);
                var error = Assert.Throws<InvalidOperationException>(() => { group.CreateTask(Sleep(1)); });
                Assert.Contains("is shutting down", error.Message, StringComparison.Ordinal);
                Assert.Throws<InvalidOperationException>(() => { _ = group.CreateTask(Sleep(1, 1)); });
            }
        });
    }

    [Fact]
    public void Collect_tells_of_a_task_that_was_cancelled_on_its_own()
    {
        TestLoop.Run(async () =>
        {
            await Fails.With<CancelledException>(async () => await TaskGroup.Collect<int>(async group =>
            {
                LoopTask<int> task = group.CreateTask(Sleep(5, 1));
                await Sleep(1);
                task.Cancel();
            }));
        });
    }
}
