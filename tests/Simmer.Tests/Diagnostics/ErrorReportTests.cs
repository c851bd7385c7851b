using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Diagnostics;

public sealed class ErrorReportTests
{
    [Fact]
    public void An_error_that_nobody_retrieved_is_reported_at_the_latest_when_the_loop_closes()
    {
        var test = new TestLoop();
        using (EventLoop loop = test.MakeLoop())
        {
            Future<int> future = loop.CreateFuture<int>();
            future.SetException(new ArithmeticException("lost"));
            Assert.Empty(test.Reports);
        }

        ExceptionContext report = Assert.Single(test.Reports);
        Assert.Equal("Future exception was never retrieved", report.Message);
        Assert.Equal("lost", report.Exception!.Message);
    }

    [Fact]
    public void It_is_reported_once_its_future_is_collected_and_the_loop_is_idle()
    {
        var test = new TestLoop();
        test.RunReporting(async () =>
        {
            Lose(GetRunningLoop());
            GC.Collect();
            await Sleep(1);
            Assert.Equal("lost", Assert.Single(test.Reports).Exception!.Message);
        });

        Assert.Single(test.Reports);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Lose(EventLoop loop) => loop.CreateFuture<int>().SetException(new ArithmeticException("lost"));
    }

    [Fact]
    public void One_that_was_awaited_read_or_cancelled_over_is_not()
    {
        TestLoop.Run(async () =>
        {
            await Fails.With<ArithmeticException>(async () => await Failed());
            Assert.IsType<ArithmeticException>(Failed().Exception);
            Assert.Throws<ArithmeticException>(() => Failed().GetResult());
            Assert.Throws<ArithmeticException>(() => Failed().Result);
            Assert.False(Failed().Cancel());
            await GatherOutcomes(Failed(), Failed());
        });

        static Future<int> Failed()
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            future.SetException(new ArithmeticException());
            return future;
        }
    }

    [Fact]
    public void Without_a_handler_the_report_goes_to_standard_error()
    {
        string errors = ErrorsOf(Lose, "");

        Assert.Contains("Task exception was never retrieved", errors, StringComparison.Ordinal);
        Assert.Contains("Task 'careless'", errors, StringComparison.Ordinal);
        Assert.Contains("System.ArithmeticException: lost", errors, StringComparison.Ordinal);
        Assert.Contains("at Simmer.Tests.Diagnostics.ErrorReportTests", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_that_fails_is_reported_too_and_the_loop_goes_on()
    {
        string errors = ErrorsOf(FailInTheHandler, "goes on\n");

        Assert.Contains("Unhandled error in the exception handler", errors, StringComparison.Ordinal);
        Assert.Contains("the first", errors, StringComparison.Ordinal);
        Assert.Contains("the handler's", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_cannot_tell_its_text_is_reported_without_and_the_loop_goes_on()
    {
        string errors = ErrorsOf(FailWithoutText, "goes on\n");

        Assert.Contains("Exception in callback lambda in ", errors, StringComparison.Ordinal);
        Assert.Contains("Simmer.Tests.Diagnostics.ErrorReportTests+Speechless: its text failed with System.InvalidTimeZoneException", errors, StringComparison.Ordinal);
        Assert.Contains("at Simmer.Tests.Diagnostics.ErrorReportTests", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_standard_error_that_cannot_be_written_to_fails_neither_the_loop_nor_the_process()
    {
        ErrorsOf(ReportIntoNothing, "goes on\nclosed\n");
    }

    [Fact]
    public void The_handler_runs_in_the_context_of_what_failed()
    {
        var local = new AsyncLocal<string>();
        string? seen = null;
        using EventLoop loop = new TestLoop().MakeLoop();
        loop.ExceptionHandler = (_, _) => seen = local.Value;
        loop.CallSoon(() =>
        {
            local.Value = "the callback's";
            throw new ArithmeticException();
        });
        loop.Stop();
        loop.RunForever();

        Assert.Equal("the callback's", seen);
    }

    [Fact]
    public void A_program_may_report_by_itself()
    {
        var test = new TestLoop();
        using EventLoop loop = test.MakeLoop();
        loop.CallExceptionHandler(new ExceptionContext("mine") { FutureDescription = "about this" });

        Assert.Equal($"mine{Environment.NewLine}  about this", Assert.Single(test.Reports).ToString());
        Assert.Throws<ArgumentNullException>(() => loop.CallExceptionHandler(null!));
        Assert.Throws<ArgumentNullException>(() => loop.DefaultExceptionHandler(null!));
    }

    /// <summary>What a program writes to standard error that must not be brought down by it.</summary>
    private static string ErrorsOf(Action program, string output)
    {
        using var process = OwnProcess.Start(program);

        var (exitCode, written, errors) = process.End();

        Assert.Equal(output, written);
        Assert.Equal(0, exitCode);
        return errors;
    }

    private static void Lose()
    {
        Run(Main());

        static async Coroutine Main()
        {
            _ = CreateTask(Fail(), name: "careless");
            await Sleep(0.001);
        }

        static async Coroutine Fail() => throw new ArithmeticException("lost");
    }

    private static void FailInTheHandler()
    {
        Run(Main());

        static async Coroutine Main()
        {
            EventLoop loop = GetRunningLoop();
            loop.ExceptionHandler = (_, _) => throw new InvalidTimeZoneException("the handler's");
            loop.CallSoon(() => throw new ArithmeticException("the first"));
            await Sleep(0.001);
            Console.WriteLine("goes on");
        }
    }

    private static void FailWithoutText()
    {
        Run(Main());

        static async Coroutine Main()
        {
            GetRunningLoop().CallSoon(() => throw new Speechless());
            await Sleep(0.001);
            Console.WriteLine("goes on");
        }
    }

    private static void ReportIntoNothing()
    {
        using var closed = new StreamWriter(Stream.Null);
        closed.Close();
        Console.SetError(closed);
        Run(Main());
        Console.WriteLine("closed");

        static async Coroutine Main()
        {
            EventLoop loop = GetRunningLoop();
            loop.CallSoon(() => throw new ArithmeticException());
            loop.Warn(new LoopWarning(LoopWarningKind.Blocking, "the watchdog's"));
            NeverAwaited.Write(new LoopWarning(LoopWarningKind.NeverAwaited, "the finalizer's"));
            loop.WarningHandler = (_, _) => throw new ArithmeticException();
            loop.Warn(new LoopWarning(LoopWarningKind.Blocking, "the watchdog's"));
            await Sleep(0.001);
            Console.WriteLine("goes on");
        }
    }

    private sealed class Speechless : Exception
    {
        public override string Message => throw new InvalidTimeZoneException();
    }
}
