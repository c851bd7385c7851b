using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

public sealed class RunnerTests
{
    private readonly TestLoop _test = new();

    [Fact]
    public void It_keeps_its_loop_and_context_from_run_to_run()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        using var runner = new Runner(_test.Options);
        EventLoop loop = runner.Loop;

        runner.Run(Add());
        runner.Run(Add());

        Assert.Equal((3, loop), runner.Run(Read()));
        Assert.Equal(1, local.Value);
        TaskContext own = TaskContext.Copy();
        runner.Run(Add(), own);
        Assert.Equal(2, own.Run(() => local.Value));
        Assert.Equal(3, runner.Run(Read()).Item1);

        async Coroutine Add()
        {
            await Sleep(0);
            local.Value++;
        }

        async Coroutine<(int, EventLoop)> Read() => (local.Value, GetRunningLoop());
    }

    [Fact]
    public void Closing_cancels_what_is_left_and_waits_for_its_clean_up()
    {
        var log = new List<string>();
        var runner = new Runner(_test.Options);
        runner.Run(Main());
        Assert.Empty(log);
        runner.Close();

        Assert.Equal(["cleaned up at 3"], log);
        Assert.Empty(_test.Reports);

        async Coroutine Main()
        {
            _ = CreateTask(Left());
            await Sleep(1);
        }

        async Coroutine Left()
        {
            try
            {
                await Sleep(100);
            }
            finally
            {
                await Sleep(2);
                log.Add($"cleaned up at {GetRunningLoop().Time}");
            }
        }
    }

    [Fact]
    public void An_error_in_the_clean_up_of_what_is_left_is_reported()
    {
        Asyncio.Run(Main(), _test.Options);

        ExceptionContext report = Assert.Single(_test.Reports);
        Assert.Contains("during Asyncio.Run() shutdown", report.Message, StringComparison.Ordinal);
        Assert.IsType<ArithmeticException>(report.Exception);
        Assert.Equal("left", report.Task!.Name);

        static async Coroutine Main()
        {
            _ = CreateTask(Left(), name: "left");
            await Sleep(1);
        }

        static async Coroutine Left()
        {
            try
            {
                await Sleep(100);
            }
            catch (CancelledException)
            {
                throw new ArithmeticException();
            }
        }
    }

    [Fact]
    public void Closed_it_says_so_and_unused_it_makes_no_loop()
    {
        int made = 0;
        var runner = new Runner(new RunnerOptions
        {
            LoopFactory = () =>
            {
                made++;
                return new EventLoop();
            },
        });
        runner.Close();
        runner.Dispose();

        Assert.Equal(0, made);
        Assert.Contains("Runner is closed", Assert.Throws<InvalidOperationException>(() => runner.Run(Sleep(0))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => runner.Run(Sleep(0, 1)));
        Assert.Throws<InvalidOperationException>(() => runner.Loop);
    }

    [Fact]
    public void It_is_not_closed_by_what_it_runs_and_can_be_closed_afterwards()
    {
        using var runner = new Runner(_test.Options);
        EventLoop loop = runner.Loop;
        Assert.Equal(3, runner.Run(CloseIt()));
        runner.Close();
        Assert.True(loop.IsClosed);

        async Coroutine<int> CloseIt()
        {
            Assert.Contains("while its loop runs", Assert.Throws<InvalidOperationException>(runner.Close).Message, StringComparison.Ordinal);
            await Sleep(1);
            return 3;
        }
    }

    [Fact]
    public void The_error_and_the_cancellation_of_main_come_out()
    {
        using var runner = new Runner(_test.Options);
        Assert.Throws<ArithmeticException>(() => runner.Run(Fail()));
        Assert.Equal("self", Assert.Throws<CancelledException>(() => runner.Run(CancelSelf())).CancelMessage);
        Assert.Equal(3, runner.Run(Sleep(1, 3)));

        static async Coroutine Fail() => throw new ArithmeticException();

        static async Coroutine<int> CancelSelf()
        {
            CurrentTask()!.Cancel("self");
            await Sleep(1);
            return 1;
        }
    }

    [Fact]
    public void A_loop_that_the_program_closed_itself_is_left_alone()
    {
        var runner = new Runner(_test.Options);
        runner.Run(Sleep(1));
        runner.Loop.Close();
        runner.Close();

        Assert.Empty(_test.Reports);
    }

    [Fact]
    public void The_options_reach_the_loop_that_it_makes()
    {
        var observer = new CountingObserver();
        using var runner = new Runner(new RunnerOptions { Clock = _test.Clock, Debug = true, Observer = observer, HandleInterrupts = false });
        runner.Run(Sleep(1));

        Assert.Same(_test.Clock, runner.Loop.Clock);
        Assert.True(runner.Loop.Debug);
        Assert.Equal(1, observer.Created);
    }

    private sealed class CountingObserver : LoopObserver
    {
        internal int Created { get; private set; }

        public override void TaskCreated(LoopTask task) => Created++;
    }
}
