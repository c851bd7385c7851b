using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

public sealed class AsCompletedTests
{
    [Fact]
    public void The_tasks_themselves_come_back_as_they_are_done()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int>[] tasks = [CreateTask(After(3)), CreateTask(After(1)), CreateTask(After(2))];
            var order = new List<int>();

            await foreach (LoopTask<int> task in AsCompleted(tasks))
            {
                order.Add(Array.IndexOf(tasks, task));
            }

            Assert.Equal([1, 2, 0], order);
        });
    }

    [Fact]
    public void Coroutines_to_await_give_results_in_the_order_of_their_ends()
    {
        TestLoop.Run(async () =>
        {
            var results = new List<int>();
            foreach (Coroutine<int> next in AsCompleted([After(3), After(1), After(2)]))
            {
                results.Add(await next);
            }

            Assert.Equal([1, 2, 3], results);
        });
    }

    [Fact]
    public void Tasks_without_results_and_of_mixed_results_come_too()
    {
        TestLoop.Run(async () =>
        {
            var names = new List<string>();
            await foreach (LoopTask task in AsCompleted(new LoopTask[] { CreateTask(Sleep(2), "plain"), CreateTask(After(1), "with result") }))
            {
                names.Add(task.Name);
            }

            Assert.Equal(["with result", "plain"], names);

            int count = 0;
            foreach (Coroutine next in AsCompleted([Sleep(2), Sleep(1)]))
            {
                await next;
                count++;
            }

            Assert.Equal(2, count);

            await foreach (Future future in AsCompleted(new Future[] { CreateTask(Sleep(1)), GetRunningLoop().CreateFuture<int>() }, timeout: 2))
            {
                Assert.True(future.IsDone);
                break;
            }
        });
    }

    [Fact]
    public void Futures_and_dotnet_tasks_come_too()
    {
        TestLoop.Run(async () =>
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            GetRunningLoop().CallLater(1, () => future.SetResult(7));
            await foreach (Future<int> done in AsCompleted(new List<Future<int>> { future }))
            {
                Assert.Same(future, done);
            }

            var results = new List<int>();
            await foreach (Future<int> done in AsCompleted(new List<Task<int>> { Dotnet(2), Dotnet(1) }))
            {
                results.Add(done.Result);
            }

            Assert.Equal([1, 2], results);
        });

        static async Task<int> Dotnet(int delay) => await After(delay);
    }

    [Fact]
    public void At_the_deadline_those_that_are_left_throw_and_go_on()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> slow = CreateTask(After(5));
            var seen = new List<string>();
            foreach (Coroutine<int> next in AsCompleted([CreateTask(After(1)), slow], timeout: 2))
            {
                try
                {
                    seen.Add($"{await next}");
                }
                catch (TimeoutException)
                {
                    seen.Add($"timeout at {GetRunningLoop().Time}");
                }
            }

            Assert.Equal(["1", "timeout at 2"], seen);
            Assert.Equal(5, await slow);
        });
    }

    [Fact]
    public void An_error_is_thrown_by_its_own_coroutine_only()
    {
        TestLoop.Run(async () =>
        {
            var seen = new List<string>();
            foreach (Coroutine next in AsCompleted([Sleep(2), Fail()]))
            {
                try
                {
                    await next;
                    seen.Add("done");
                }
                catch (ArithmeticException)
                {
                    seen.Add("failed");
                }
            }

            Assert.Equal(["failed", "done"], seen);
        });

        static async Coroutine Fail()
        {
            await Sleep(1);
            throw new ArithmeticException();
        }
    }

    [Fact]
    public void A_cancelled_step_of_the_enumeration_loses_no_task()
    {
        TestLoop.Run(async () =>
        {
            AsCompletedEnumerator<LoopTask<int>> tasks = AsCompleted([After(2)]).GetAsyncEnumerator();
            Assert.Throws<InvalidOperationException>(() => tasks.Current);
            await Fails.With<TimeoutException>(async () => await WaitFor(tasks.MoveNextAsync(), 1));

            Assert.True(await tasks.MoveNextAsync());
            Assert.Equal(2, tasks.Current.Result);
            Assert.False(await tasks.MoveNextAsync());
        });
    }

    private static async Coroutine<int> After(int delay)
    {
        await Sleep(delay);
        return delay;
    }
}
