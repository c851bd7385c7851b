using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>Gather, wait, shield, wait-for and as-completed take coroutines, tasks, futures and .NET tasks alike.</summary>
public sealed class AlikeTests
{
    [Fact]
    public void Gather_takes_coroutines_tasks_futures_and_dotnet_tasks()
    {
        TestLoop.Run(async () =>
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            GetRunningLoop().CallLater(1, () => future.SetResult(3));

            Assert.Equal((1, 2), await Gather(After(1, 1), After(2, 2)));
            Assert.Equal((1, 2), await Gather(CreateTask(After(1, 1)), CreateTask(After(2, 2))));
            int[] mixed = await Gather<int>(After(1, 1), CreateTask(After(2, 2)), future, WrapFuture(Dotnet(4)));
            Assert.Equal([1, 2, 3, 4], mixed);
            int[] dotnet = await Gather(Dotnet(1), Dotnet(2));
            Assert.Equal([1, 2], dotnet);
            dotnet = await Gather(new List<Task<int>> { Dotnet(1), Dotnet(2) });
            Assert.Equal([1, 2], dotnet);
            await Gather(Plain(), Plain());
            await Gather(new List<Task> { Plain() });
        });
    }

    [Fact]
    public void Gather_of_outcomes_takes_them_too_and_with_no_results()
    {
        TestLoop.Run(async () =>
        {
            Assert.Equal("1, ArithmeticException(no)", string.Join(", ", await GatherOutcomes(After(1, 1), Failing<int>())));
            Assert.Equal("1, ArithmeticException(no)", string.Join(", ", await GatherOutcomes(Dotnet(1), DotnetFailing())));
            Assert.Equal("1", string.Join(", ", await GatherOutcomes(new List<Task<int>> { Dotnet(1) })));
            Assert.Equal([true, false], (await GatherOutcomes(Sleep(1), Fail())).Select(outcome => outcome.IsSuccess));
            Assert.Equal([true, false], (await GatherOutcomes(new List<Coroutine> { Sleep(1), Fail() })).Select(outcome => outcome.IsSuccess));
            Assert.Equal([true, false], (await GatherOutcomes(CreateTask(Sleep(1)), Fail())).Select(outcome => outcome.IsSuccess));
            Assert.Equal([true], (await GatherOutcomes(new List<IAwaitable> { Sleep(1) })).Select(outcome => outcome.IsSuccess));
        });
    }

    [Fact]
    public void Wait_makes_tasks_of_coroutines_and_hands_them_back()
    {
        TestLoop.Run(async () =>
        {
            var (done, pending) = await Wait([After(1, 1), After(2, 2)], returnWhen: ReturnWhen.FirstCompleted);

            Assert.Equal(1, Assert.Single(done).Result);
            Assert.Equal(2, await Assert.Single(pending));

            var (ended, _) = await Wait([Sleep(1), Fail()]);
            Assert.Equal(2, ended.Count);
            _ = Assert.Single(ended, task => task.Exception is ArithmeticException);
        });
    }

    [Fact]
    public void Wait_for_dotnet_tasks_hands_back_those_very_tasks_and_leaves_their_errors_to_the_caller()
    {
        TestLoop.Run(async () =>
        {
            var never = new TaskCompletionSource<int>();
            Task<int> good = Dotnet(1);
            Task<int> bad = DotnetFailing();

            var (done, pending) = await Wait([good, bad, never.Task], timeout: 2);

            Assert.Equal(new HashSet<Task<int>> { good, bad }, done);
            Assert.Same(never.Task, Assert.Single(pending));

            Task plain = Plain();
            var (ended, none) = await Wait([plain, plain]);
            Assert.Same(plain, Assert.Single(ended));
            Assert.Empty(none);

            LoopTask waits = CreateTask(Discard(Wait([never.Task])));
            await Sleep(1);
            waits.Cancel();
            await Until.Settled(waits);
            Assert.True(waits.IsCancelled);
            Assert.False(never.Task.IsCompleted);
        });

        static async Coroutine Discard<T>(Coroutine<T> coroutine) => await coroutine;
    }

    [Fact]
    public void Shield_and_wait_for_take_dotnet_tasks()
    {
        TestLoop.Run(async () =>
        {
            Assert.Equal(1, await Shield(Dotnet(1)));
            await Shield(Plain());
            Assert.Equal(1, await WaitFor(Dotnet(1), 5));
            await WaitFor(Plain(), 5);

            var never = new TaskCompletionSource<int>();
            await Fails.With<TimeoutException>(async () => await WaitFor(never.Task, 5));
            await Fails.With<TimeoutException>(async () => await WaitFor((Task)never.Task, 5));
            Assert.Equal(14, GetRunningLoop().Time);

            LoopTask<int> waits = CreateTask(Hold(Shield(never.Task)));
            await Sleep(1);
            waits.Cancel();
            await Until.Settled(waits);
            Assert.False(never.Task.IsCompleted);
        });

        static async Coroutine<int> Hold(Future<int> future) => await future;
    }

    [Fact]
    public void Ensure_future_is_the_one_way_to_mix_kinds()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> task = CreateTask(After(1, 1));

            Assert.Same(task, EnsureFuture((IAwaitable)task));
            Assert.Equal(2, await EnsureFuture(After(1, 2)));
            Assert.Equal(3, await EnsureFuture(Dotnet(3)));
            await EnsureFuture(Plain());
            await EnsureFuture(Sleep(1));
            await task;
        });
    }

    private static async Coroutine<int> After(double delay, int result)
    {
        await Sleep(delay);
        return result;
    }

    private static async Coroutine<T> Failing<T>()
    {
        await Sleep(1);
        throw new ArithmeticException("no");
    }

    private static async Coroutine Fail()
    {
        await Sleep(1);
        throw new ArithmeticException("no");
    }

    private static async Task<int> Dotnet(int result)
    {
        await Sleep(1);
        return result;
    }

    private static async Task Plain() => await Sleep(1);

    private static async Task<int> DotnetFailing()
    {
        await Sleep(1);
        throw new ArithmeticException("no");
    }
}
