using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Ctrl-C, with real processes and real signals.</summary>
[Trait("Category", "Slow")]
public sealed class InterruptTests
{
    private const int EndedBySigInt = 128 + 2;

    public InterruptTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The tests send POSIX signals.");

    [Fact]
    public void The_first_cancels_main_which_may_clean_up_and_the_run_throws()
    {
        using var process = OwnProcess.Start(CleanUp);
        Assert.Equal("ready", process.ReadLine());
        process.Interrupt();

        var (exitCode, output, _) = process.End();

        Assert.Equal("cancelled\ncleaned up\nKeyboardInterruptException\n", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void The_second_ends_the_process()
    {
        using var process = OwnProcess.Start(Stubborn);
        Assert.Equal("ready", process.ReadLine());
        process.Interrupt();
        Assert.Equal("swallowed", process.ReadLine());
        process.Interrupt();

        var (exitCode, output, _) = process.End();

        Assert.Equal("", output);
        Assert.Equal(EndedBySigInt, exitCode);
    }

    [Fact]
    public void One_that_main_swallows_is_over_with_it()
    {
        using var process = OwnProcess.Start(Swallow);
        Assert.Equal("ready", process.ReadLine());
        process.Interrupt();

        var (exitCode, output, _) = process.End();

        Assert.Equal("42\n", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void One_that_the_process_ignores_is_left_ignored()
    {
        // So a shell starts what it runs in the background.
        using var process = OwnProcess.Start(Ignoring, "--ignore-signal=INT");

        var (exitCode, output, _) = process.End();

        Assert.Equal("went on, ignored still\n", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void Each_run_of_a_runner_has_its_own()
    {
        using var process = OwnProcess.Start(Twice);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("ready", process.ReadLine());
            process.Interrupt();
            Assert.Equal("KeyboardInterruptException", process.ReadLine());
        }

        Assert.Equal(0, process.End().ExitCode);
    }

    [Fact]
    public void Between_runs_and_without_handling_it_ends_the_process()
    {
        foreach (Action program in new Action[] { Between, Unhandled })
        {
            using var process = OwnProcess.Start(program);
            Assert.Equal("ready", process.ReadLine());
            process.Interrupt();

            Assert.Equal(EndedBySigInt, process.End().ExitCode);
        }
    }

    [Fact]
    public void One_that_comes_in_the_last_step_is_not_lost()
    {
        foreach (Action program in new Action[] { LastStep, LastStepOfGroup })
        {
            using var process = OwnProcess.Start(program);
            Assert.Equal("ready", process.ReadLine());
            process.Interrupt();

            Assert.Equal("computed\nKeyboardInterruptException\n", process.End().Output);
        }
    }

    private static void LastStep() => Compute(static main => Run(main()));

    private static void LastStepOfGroup() => Compute(static main => LoopGroup.Run(1, _ => main()));

    private static void Compute(Action<Func<Coroutine>> run)
    {
        // One of the two is told after the run's own handler, whichever way round .NET goes.
        using var told = new CountdownEvent(2);
        using var before = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => told.Signal());
        try
        {
            run(Main);
        }
        catch (KeyboardInterruptException error)
        {
            Console.WriteLine(error.GetType().Name);
        }

        async Coroutine Main()
        {
            using var after = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => told.Signal());
            Console.WriteLine("ready");
            Assert.True(told.Wait(Until.Patience));
            Console.WriteLine("computed");
        }
    }

    private static void Ignoring() => Run(RaiseOne());

    private static async Coroutine RaiseOne()
    {
        Signal.Raise(Signal.Interrupt);
        await Sleep(0);
        await Sleep(0);
        string ignored = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        bool isIgnored = (Convert.ToUInt64(ignored[7..].Trim(), 16) & (1UL << (Signal.Interrupt - 1))) != 0;
        Console.WriteLine($"went on, {(isIgnored ? "ignored still" : "handled")}");
    }

    private static void CleanUp()
    {
        try
        {
            Run(Main());
        }
        catch (KeyboardInterruptException error)
        {
            Console.WriteLine(error.GetType().Name);
        }

        static async Coroutine Main()
        {
            Console.WriteLine("ready");
            try
            {
                await Sleep(Until.Patience);
            }
            catch (CancelledException)
            {
                Console.WriteLine("cancelled");
                await Sleep(0.001);
                Console.WriteLine("cleaned up");
                throw;
            }
        }
    }

    private static void Stubborn()
    {
        Run(Main());

        static async Coroutine Main()
        {
            Console.WriteLine("ready");
            try
            {
                await Sleep(Until.Patience);
            }
            catch (CancelledException)
            {
                Console.WriteLine("swallowed");
            }

            await Sleep(Until.Patience);
        }
    }

    private static void Swallow()
    {
        Console.WriteLine(Run(Main()));

        static async Coroutine<int> Main()
        {
            Console.WriteLine("ready");
            try
            {
                await Sleep(Until.Patience);
            }
            catch (CancelledException)
            {
            }

            return 42;
        }
    }

    private static void Twice()
    {
        using var runner = new Runner();
        for (int i = 0; i < 2; i++)
        {
            try
            {
                runner.Run(Main());
            }
            catch (KeyboardInterruptException error)
            {
                Console.WriteLine(error.GetType().Name);
            }
        }

        static async Coroutine Main()
        {
            Console.WriteLine("ready");
            await Sleep(Until.Patience);
        }
    }

    private static void Between()
    {
        using var runner = new Runner();
        runner.Run(Sleep(0));
        Console.WriteLine("ready");
        using var never = new ManualResetEventSlim();
        never.Wait(Until.Patience);
    }

    private static void Unhandled()
    {
        Run(Main(), new RunnerOptions { HandleInterrupts = false });

        static async Coroutine Main()
        {
            Console.WriteLine("ready");
            await Sleep(Until.Patience);
        }
    }
}
