using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Diagnostics;

public sealed class CallGraphTests
{
    private static int s_leafLine;
    private static int s_middleLine;

    [Fact]
    public void It_names_the_methods_of_the_await_chain_with_files_and_lines()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Middle(), name: "chain");
            await Sleep(0);
            IReadOnlyList<FrameCallGraphEntry> stack = CaptureCallGraph(task)!.CallStack;

            Assert.Equal(["Sleep", "Leaf", "Middle"], stack.Select(entry => entry.Method));
            Assert.Equal([null, s_leafLine, s_middleLine], stack.Select(entry => entry.Line));
            Assert.EndsWith("CallGraphTests.cs", stack[1].File, StringComparison.Ordinal);
            await task;
        });
    }

    [Fact]
    public void A_limit_keeps_the_innermost_or_the_outermost_calls()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Middle());
            await Sleep(0);

            Assert.Equal(["Sleep", "Leaf"], Methods(2));
            Assert.Equal(["Leaf", "Middle"], Methods(-2));
            Assert.Empty(Methods(0));
            Assert.Equal(3, Methods(99).Count());
            Assert.Equal(3, Methods(-99).Count());
            Assert.Equal(3, Methods(int.MinValue).Count());
            await task;

            IEnumerable<string> Methods(int limit) => CaptureCallGraph(task, limit)!.CallStack.Select(entry => entry.Method);
        });
    }

    [Fact]
    public void It_follows_who_awaits_through_gather_shield_wait_wait_for_groups_and_foreign_code()
    {
        TestLoop.Run(async () =>
        {
            LoopTask leaf = CreateTask(Sleep(1), name: "leaf");
            LoopTask[] waiters =
            [
                CreateTask(Await(leaf), name: "awaits"),
                CreateTask(InGather(leaf), name: "gathers"),
                CreateTask(InShield(leaf), name: "shields"),
                CreateTask(InWait(leaf), name: "waits"),
                CreateTask(InWaitFor(leaf), name: "waits for"),
                CreateTask(InTaskMethod(leaf), name: "calls a task method"),
            ];
            await Sleep(0);
            await Sleep(0);

            Assert.Equal(waiters.Select(task => task.Name).Order(), Awaiters(CaptureCallGraph(leaf)!).Distinct().Order());
            await Until.Settled(waiters);
        });

        static IEnumerable<string> Awaiters(FutureCallGraph graph) => graph.AwaitedBy.SelectMany(by =>
            by.Future is LoopTask { Name: var name } && by.AwaitedBy.Count == 0 ? [name] : Awaiters(by));

        static async Coroutine Await(LoopTask task) => await task;
        static async Coroutine InGather(LoopTask task) => await Gather(task, Sleep(1));
        static async Coroutine InShield(LoopTask task) => await Shield(task);
        static async Coroutine InWait(LoopTask task) => await Wait([task]);
        static async Coroutine InWaitFor(LoopTask task) => await WaitFor(task, 5);
        static async Coroutine InTaskMethod(LoopTask task) => await TaskMethod(task);
        static async Task TaskMethod(LoopTask task) => await task;
    }

    [Fact]
    public void As_text_it_shows_the_stack_and_who_awaits_indented()
    {
        TestLoop.Run(async () =>
        {
            LoopTask kid = CreateTask(Middle(), name: "kid");
            LoopTask top = CreateTask(Top(kid), name: "top");
            await Sleep(0);
            string text = FormatCallGraph(kid);
            string[] lines = text.Split(Environment.NewLine);

            Assert.Equal("* Task(name='kid')", lines[0]);
            Assert.Equal("  + Call stack:", lines[1]);
            Assert.Equal("  |   async Sleep()", lines[2]);
            Assert.Matches($@"^  \|   File '.*CallGraphTests\.cs', line {s_leafLine}, in async Leaf\(\)$", lines[3]);
            Assert.Equal("  + Awaited by:", lines[5]);
            Assert.Equal("    * Task(name='top')", lines[6]);
            using var writer = new StringWriter();
            PrintCallGraph(kid, writer: writer);
            Assert.Equal(text + Environment.NewLine, writer.ToString());
            await top;
        });

        static async Coroutine Top(LoopTask kid) => await kid;
    }

    [Fact]
    public void The_current_task_sees_itself_a_callback_nothing_and_without_a_loop_it_is_an_error()
    {
        TestLoop.Run(async () =>
        {
            await Inner();
            FutureCallGraph? inCallback = null;
            GetRunningLoop().CallSoon(() =>
            {
                inCallback = CaptureCallGraph();
                Assert.Equal("", FormatCallGraph());
            });
            await Sleep(0);
            Assert.Null(inCallback);
            Assert.Empty(CaptureCallGraph(GetRunningLoop().CreateFuture<int>())!.CallStack);
        });
        Assert.Throws<InvalidOperationException>(() => CaptureCallGraph());

        static async Coroutine Inner()
        {
            FutureCallGraph graph = CaptureCallGraph()!;
            Assert.Same(CurrentTask(), graph.Future);
            Assert.Equal("Inner", graph.CallStack[0].Method);
        }
    }

    [Fact]
    public void Tasks_that_await_each_other_in_a_circle_do_not_make_it_endless()
    {
        TestLoop.Run(async () =>
        {
            LoopTask? second = null;
            LoopTask first = CreateTask(Await(() => second!), name: "first");
            second = CreateTask(Await(() => first), name: "second");
            await Sleep(0);

            FutureCallGraph graph = CaptureCallGraph(first)!;
            Assert.Same(second, Assert.Single(graph.AwaitedBy).Future);
            Assert.Empty(graph.AwaitedBy[0].AwaitedBy);
            first.Cancel();
            await Until.Settled(first, second);
        });

        static async Coroutine Await(Func<LoopTask> task) => await task();
    }

    [Fact]
    public void A_chain_of_tasks_may_be_longer_than_the_threads_stack_is_deep()
    {
        const int Length = 30_000;
        TestLoop.Run(async () =>
        {
            LoopTask first = CreateTask(Sleep(1), name: "first");
            LoopTask last = first;
            for (int i = 0; i < Length; i++)
            {
                last = CreateTask(Await(last));
            }

            await Sleep(0);
            await Sleep(0);
            int length = 0;
            FutureCallGraph graph = CaptureCallGraph(first)!;
            for (; graph.AwaitedBy.Count > 0; graph = graph.AwaitedBy[0])
            {
                length++;
            }

            Assert.Equal(Length, length);
            Assert.Same(last, graph.Future);
            Assert.Contains($"* Task(name='{last.Name}')", FormatCallGraph(first), StringComparison.Ordinal);
            await last;
        });

        static async Coroutine Await(LoopTask task) => await task;
    }

    [Fact]
    public void A_future_prints_as_itself_with_who_awaits_it_and_callbacks_await_nothing()
    {
        TestLoop.Run(async () =>
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            future.AddDoneCallback(_ => { });
            LoopTask task = CreateTask(Await(future), name: "waiter");
            await Sleep(0);

            string[] lines = FormatCallGraph(future).Split(Environment.NewLine);
            Assert.Equal($"* {future}", lines[0]);
            Assert.Equal("  + Awaited by:", lines[1]);
            Assert.Equal("    * Task(name='waiter')", lines[2]);
            future.SetResult(1);
            await task;
        });

        static async Coroutine Await(Future<int> future) => await future;
    }

    [Fact]
    public void A_task_that_only_sleeps_stands_in_Sleep_and_nowhere_else()
    {
        var test = new TestLoop { Debug = true };
        test.RunReporting(async () =>
        {
            LoopTask task = CreateTask(Sleep(1));
            await Sleep(0);
            Assert.Equal([("Sleep", null)], CaptureCallGraph(task)!.CallStack.Select(entry => (entry.Method, entry.Line)));
            await task;
        });
    }

    private static async Coroutine Middle() => await Leaf(Line(out s_middleLine));

    private static async Coroutine Leaf(int middleLine)
    {
        Assert.Equal(s_middleLine, middleLine);
        await Sleep(Line(out s_leafLine) * 0 + 1);
    }

    private static int Line(out int line, [CallerLineNumber] int number = 0) => line = number;
}
