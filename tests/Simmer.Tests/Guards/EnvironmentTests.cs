using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>What the environment says of the guards, in processes of their own.</summary>
[Trait("Category", "Slow")]
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData(" True ", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Debug_mode_is_asked_for_by_1_or_true(string? value, bool isOn) => Assert.Equal(isOn, DebugMode.Read(value));

    [Fact]
    public void A_policy_set_by_the_environment_holds_unless_the_options_say_otherwise()
    {
        Assert.Equal($"BlockingException{Environment.NewLine}waited{Environment.NewLine}", OutputOf(Blocks, "SIMMER_BLOCKING=throw"));
        Assert.Equal($"waited{Environment.NewLine}waited{Environment.NewLine}", OutputOf(Blocks, "SIMMER_BLOCKING=ignore"));
    }

    [Theory]
    [InlineData("SIMMER_BLOCKING=perhaps", "The environment variable SIMMER_BLOCKING is 'perhaps'. Set it to ignore, warn or throw.")]
    [InlineData("SIMMER_DEBUG=please", "The environment variable SIMMER_DEBUG is 'please'. Set it to 1 or 0.")]
    public void Nonsense_is_an_error_that_says_what_is_possible(string variable, string message) =>
        Assert.Equal($"InvalidOperationException: {message}{Environment.NewLine}", OutputOf(Starts, variable));

    [Fact]
    public void Many_coroutines_that_were_called_outside_a_loop_are_each_reported_when_the_process_ends()
    {
        using var process = OwnProcess.Start(ForgetMany);
        string errors = process.End().Errors;

        Assert.Equal(100, errors.Split("Coroutine 'EnvironmentTests.Nothing' was called and never awaited").Length - 1);
    }

    [Fact]
    public void One_that_is_garbage_is_reported_before_that_with_the_line_of_its_call_in_debug_mode()
    {
        using var process = OwnProcess.Start(ForgetAndCollect, "SIMMER_DEBUG=1");
        string errors = process.End().Errors;

        Assert.Contains(" It was called in ForgetThem at ", errors, StringComparison.Ordinal);
        Assert.Contains("    in ForgetAndCollect at ", errors, StringComparison.Ordinal);
        AssertReportedBeforeTheEnd(errors);
    }

    [Fact]
    public void One_in_a_frame_that_served_before_is_reported_once_it_is_garbage()
    {
        using var process = OwnProcess.Start(RunManyThenForgetAndCollect);
        string errors = process.End().Errors;

        Assert.Equal(130, errors.Split("was called and never awaited").Length - 1);
        AssertReportedBeforeTheEnd(errors);
    }

    [Fact]
    public void One_that_was_called_outside_a_loop_and_has_run_is_not_taken_for_a_later_call_that_has_not()
    {
        using var process = OwnProcess.Start(RunThenForget);
        string errors = process.End().Errors;

        Assert.Equal(1, errors.Split("was called and never awaited").Length - 1);
    }

    private static void AssertReportedBeforeTheEnd(string errors) => Assert.True(
        errors.IndexOf("never awaited", StringComparison.Ordinal) < errors.IndexOf("collected", StringComparison.Ordinal),
        $"It was reported too late:{Environment.NewLine}{errors}");

    private static string OutputOf(Action program, string variable)
    {
        using var process = OwnProcess.Start(program, variable);
        return process.End().Output;
    }

    private static void Blocks()
    {
        Try(new RunnerOptions());
        Try(new RunnerOptions { Guards = new GuardOptions { Blocking = BlockingPolicy.Ignore } });

        static void Try(RunnerOptions options)
        {
            try
            {
                Run(Wait(), options);
                Console.WriteLine("waited");
            }
            catch (BlockingException error)
            {
                Console.WriteLine(error.GetType().Name);
            }
        }

        static async Coroutine Wait()
        {
            using var never = new ManualResetEvent(false);
            never.WaitOne(1);
        }
    }

    private static void Starts()
    {
        try
        {
            Run(Nothing());
        }
        catch (Exception error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
        }
    }

    private static void ForgetMany()
    {
        for (int i = 0; i < 100; i++)
        {
            Run(Nothing());
            _ = Nothing();
        }
    }

    private static void ForgetAndCollect()
    {
        ForgetThem();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.Error.WriteLine("collected");
    }

    private static void RunManyThenForgetAndCollect()
    {
        Run(All());
        ForgetAndCollect();

        static async Coroutine All() => await Gather(Enumerable.Range(0, 200).Select(_ => Nothing()).ToArray());
    }

    private static void RunThenForget()
    {
        Coroutine[] calls = [.. Enumerable.Range(0, 130).Select(_ => Nothing())];
        Run(All());
        GC.KeepAlive(calls);

        async Coroutine All()
        {
            await Gather(calls);

            // In a frame that one of them has given back.
            _ = Nothing();
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void ForgetThem()
    {
        // The first few are kept as they are.
        for (int i = 0; i < 130; i++)
        {
            _ = Nothing();
        }
    }

    private static async Coroutine Nothing()
    {
    }
}
