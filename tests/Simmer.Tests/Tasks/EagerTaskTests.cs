using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>Tasks whose first step runs inside the call that makes them.</summary>
public sealed class EagerTaskTests
{
    [Fact]
    public void They_are_among_the_tasks_in_the_order_of_their_making_while_that_step_runs_and_afterwards() => TestLoop.Run(async () =>
    {
        CurrentTask()!.Name = "main";
        var seen = new List<string>();
        LoopTask outer = CreateTask(Outer(), name: "outer", eagerStart: true);

        See("after");
        await outer;
        See("at the end");

        Assert.Equal(["outermost: main, outer", "inner: main, outer, sibling, inner", "innermost: main, outer, sibling, inner, innermost", "outer: main, outer, sibling, inner", "after: main, outer, sibling, inner", "at the end: main"], seen);

        async Coroutine Outer()
        {
            See("outermost");
            LoopTask sibling = CreateTask(Nothing(), name: "sibling");
            LoopTask inner = CreateTask(Inner(), name: "inner", eagerStart: true);
            See("outer");
            await sibling;
            await inner;
        }

        async Coroutine Inner()
        {
            See("inner");
            await CreateTask(Innermost(), name: "innermost", eagerStart: true);
            await Sleep(1);
        }

        async Coroutine Innermost() => See("innermost");

        void See(string when) => seen.Add($"{when}: {string.Join(", ", AllTasks().Select(static task => task.Name))}");
    });

    [Fact]
    public void An_observers_error_goes_to_who_made_the_task_which_is_there_all_the_same()
    {
        var test = new TestLoop { Observer = new FailsOnce("inner") };
        test.RunReporting(async () =>
        {
            LoopTask main = CurrentTask()!;
            Assert.Throws<InvalidDataException>(() => CreateTask(Forever(), name: "inner", eagerStart: true));

            Assert.Same(main, CurrentTask());
            LoopTask inner = Assert.Single(AllTasks(), static task => task.Name == "inner");
            inner.Cancel();
            await Until.Settled(inner);
            Assert.Equal([main], AllTasks());
        });

        Assert.Empty(test.Reports);
    }

    [Fact]
    public void One_that_has_ended_is_no_longer_among_them_when_an_observer_of_its_end_makes_another()
    {
        var observer = new MakesAnother("first");
        var test = new TestLoop { Observer = observer };
        test.RunReporting(async () =>
        {
            LoopTask main = CurrentTask()!;
            await CreateTask(Nothing(), name: "first", eagerStart: true);

            Assert.Equal([main, observer.Made!], AllTasks());
            await observer.Made!;
            Assert.Equal([main], AllTasks());
        });

        Assert.Empty(test.Reports);
    }

    [Fact]
    public void On_a_loop_that_does_not_run_they_start_when_it_does()
    {
        using var loop = new EventLoop();
        bool hasRun = false;
        LoopTask task = loop.CreateTask(Run(), eagerStart: true);

        Assert.False(hasRun);
        loop.RunUntilComplete((IAwaitable)task);
        Assert.True(hasRun);

        async Coroutine Run() => hasRun = true;
    }

    private static async Coroutine Nothing()
    {
    }

    private static async Coroutine Forever() => await Sleep(double.PositiveInfinity);

    [Fact]
    public void They_cannot_begin_in_a_context_that_is_in_use() => TestLoop.Run(async () =>
    {
        TaskContext shared = TaskContext.Copy();
        TaskContext own = CurrentTask()!.Context;
        var first = new AsyncEvent();
        foreach (TaskContext used in new[] { own, shared })
        {
            LoopTask task = CreateTask(Begins(used), context: used == own ? null : used, eagerStart: true);
            await task;
        }

        // Once nobody runs in it.
        Assert.Equal(1, await CreateTask(One(), context: shared, eagerStart: true));

        async Coroutine Begins(TaskContext used)
        {
            Coroutine<int> refused = One();
            var error = Assert.Throws<InvalidOperationException>(() => CreateTask(refused, context: used, eagerStart: true));
            Assert.Contains("Leave out 'context' for a copy of it, or 'eagerStart'.", error.Message, StringComparison.Ordinal);
            refused.Close();
            Assert.Equal(1, await CreateTask(One(), context: used));
            await Sleep(0);
        }

        static async Coroutine<int> One() => 1;
    });

    private sealed class FailsOnce(string name) : LoopObserver
    {
        private bool _hasFailed;

        public override void StepEnded(LoopTask task)
        {
            if (task.Name == name && !_hasFailed)
            {
                _hasFailed = true;
                throw new InvalidDataException();
            }
        }
    }

    private sealed class MakesAnother(string name) : LoopObserver
    {
        internal LoopTask? Made { get; private set; }

        public override void TaskFinished(LoopTask task)
        {
            if (task.Name == name)
            {
                Made = CreateTask(Nothing(), name: "second");
            }
        }
    }
}
