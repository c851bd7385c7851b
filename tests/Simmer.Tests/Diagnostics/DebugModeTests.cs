using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Diagnostics;

public sealed class DebugModeTests
{
    [Fact]
    public void Futures_and_tasks_remember_where_they_were_made()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Assert.Null(loop.CreateFuture<int>().CreationStack);
            loop.Debug = true;
            Future<int> future = MadeHere(loop);
            LoopTask task = CreateTask(Sleep(0));
            loop.Debug = false;

            Assert.Contains(nameof(MadeHere), future.CreationStack!.ToString(), StringComparison.Ordinal);
            Assert.NotNull(task.CreationStack);
            Assert.Null(loop.CreateFuture<int>().CreationStack);
            await task;
        });

        static Future<int> MadeHere(EventLoop loop) => loop.CreateFuture<int>();
    }

    [Fact]
    public void A_report_of_a_lost_error_tells_where_its_task_was_made()
    {
        var test = new TestLoop();
        LoopTask? failed = null;
        test.RunReporting(async () =>
        {
            GetRunningLoop().Debug = true;
            failed = CreateTask(Fail(), name: "lost");
            await Sleep(1);
        });

        string report = Assert.Single(test.Reports).ToString();
        Assert.Contains("Task exception was never retrieved", report, StringComparison.Ordinal);
        Assert.Contains("lost", report, StringComparison.Ordinal);
        Assert.Contains("Created at:", report, StringComparison.Ordinal);
        Assert.Contains(nameof(A_report_of_a_lost_error_tells_where_its_task_was_made), report, StringComparison.Ordinal);
        Assert.Contains("ArithmeticException", report, StringComparison.Ordinal);
        Assert.True(failed!.IsDone);

        static async Coroutine Fail() => throw new ArithmeticException();
    }

    [Fact]
    public void A_step_or_callback_that_holds_the_loop_is_reported()
    {
        var warnings = new List<LoopWarning>();
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Assert.Equal(0.1, loop.SlowCallbackDuration);
            loop.WarningHandler = (_, warning) => warnings.Add(warning);
            loop.Debug = true;
            loop.SlowCallbackDuration = 0;
            loop.CallSoon(Callback);
            await Sleep(0);
            await Sleep(0);
            loop.SlowCallbackDuration = double.PositiveInfinity;
            await Sleep(1);
            loop.Debug = false;
        });

        Assert.All(warnings, warning => Assert.Equal(LoopWarningKind.SlowStep, warning.Kind));
        Assert.Contains(warnings, warning => warning.Message.StartsWith("Executing Handle Callback took", StringComparison.Ordinal) && warning.Task is null);
        Assert.Contains(warnings, warning => warning.Message.StartsWith("Executing Task 'Task-1' took", StringComparison.Ordinal) && warning.Task is not null);

        static void Callback()
        {
        }
    }

    [Fact]
    public void It_is_asked_for_by_an_option_or_an_environment_variable()
    {
        using var asked = new EventLoop(new EventLoopOptions { Debug = true });
        using var usual = new EventLoop();

        Assert.True(asked.Debug);
        Assert.Equal(Environment.GetEnvironmentVariable("SIMMER_DEBUG") is "1" or "true", usual.Debug);
    }
}
