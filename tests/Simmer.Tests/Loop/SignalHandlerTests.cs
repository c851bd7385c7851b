using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Handlers of signals. The tests about signals take turns: a signal is the whole process's.</summary>
[Collection("Signals")]
public sealed class SignalHandlerTests
{
    private const PosixSignal User1 = (PosixSignal)Signal.User1;
    private const PosixSignal User2 = (PosixSignal)Signal.User2;

    [Fact]
    public void A_handler_is_called_on_the_loop_at_each_arrival() => OnLinux(async () =>
    {
        EventLoop loop = GetRunningLoop();
        var calls = new AsyncQueue<EventLoop?>();
        loop.AddSignalHandler(User1, () => calls.PutNowait(EventLoop.Current));
        for (int i = 0; i < 3; i++)
        {
            Signal.Raise(Signal.User1);
            Assert.Same(loop, await calls.Get());
        }

        Assert.True(loop.RemoveSignalHandler(User1));
        Assert.False(loop.RemoveSignalHandler(User1));
    });

    [Fact]
    public void A_second_handler_takes_the_place_of_the_first() => OnLinux(async () =>
    {
        EventLoop loop = GetRunningLoop();
        var calls = new AsyncQueue<int>();
        loop.AddSignalHandler(User1, () => calls.PutNowait(1));
        loop.AddSignalHandler(User1, () => calls.PutNowait(2));

        Signal.Raise(Signal.User1);

        Assert.Equal(2, await calls.Get());
        await Until.Iterations(3);
        Assert.True(calls.IsEmpty);
    });

    [Fact]
    public void A_name_and_its_number_are_one_signal() => OnLinux(async () =>
    {
        EventLoop loop = GetRunningLoop();
        var calls = new AsyncQueue<int>();
        loop.AddSignalHandler(PosixSignal.SIGHUP, () => calls.PutNowait(1));
        loop.AddSignalHandler((PosixSignal)1, () => calls.PutNowait(2));

        Signal.Raise(1);

        Assert.Equal(2, await calls.Get());
        Assert.True(loop.RemoveSignalHandler(PosixSignal.SIGHUP));
        Assert.False(loop.RemoveSignalHandler((PosixSignal)1));
    });

    [Fact]
    public void Each_loop_that_handles_a_signal_is_told() => OnLinux(() =>
    {
        int[] told = LoopGroup.Run(2, async member =>
        {
            Future<int> arrived = member.Loop.CreateFuture<int>();
            member.Loop.AddSignalHandler(User2, () => arrived.SetResult(member.Index + 1));
            if (member.Index == 0)
            {
                // Both listen once the other has answered: its main ran up to its await before.
                await member.Group.Members[1].Call(async () => await Until.Iterations(1));
                Signal.Raise(Signal.User2);
            }

            return await arrived;
        });
        Assert.Equal([1, 2], told);
    });

    [Fact]
    public void A_handler_runs_in_a_copy_of_the_context_it_was_added_in() => OnLinux(async () =>
    {
        var local = new AsyncLocal<int> { Value = 1 };
        var calls = new AsyncQueue<int>();
        GetRunningLoop().AddSignalHandler(User1, () =>
        {
            calls.PutNowait(local.Value);
            local.Value = 10;
        });
        local.Value = 2;

        Signal.Raise(Signal.User1);

        Assert.Equal(1, await calls.Get());
        Assert.Equal(2, local.Value);
    });

    [Fact]
    public void An_error_of_a_handler_is_reported() => OnLinux(async () =>
    {
        EventLoop loop = GetRunningLoop();
        Future<ExceptionContext> report = loop.CreateFuture<ExceptionContext>();
        loop.ExceptionHandler = (_, context) => report.SetResult(context);
        loop.AddSignalHandler(User1, () => throw new FormatException("bad"));

        Signal.Raise(Signal.User1);

        Assert.IsType<FormatException>((await report).Exception);
    });

    [Theory]
    [InlineData(9)]
    [InlineData(19)]
    [InlineData(11)]
    [InlineData(34)]
    [InlineData(13)]
    public void What_nobody_can_handle_is_refused(int signal) => OnLinux(async () =>
    {
        EventLoop loop = GetRunningLoop();
        Assert.Throws<ArgumentException>(() => loop.AddSignalHandler((PosixSignal)signal, () => { }));
        Assert.Throws<ArgumentException>(() => Signals((PosixSignal)signal));
        await Sleep(0);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    [InlineData(-100)]
    public void What_is_no_signal_is_refused(int signal) => OnLinux(async () =>
    {
        EventLoop loop = GetRunningLoop();
        Assert.Throws<ArgumentOutOfRangeException>(() => loop.AddSignalHandler((PosixSignal)signal, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => loop.RemoveSignalHandler((PosixSignal)signal));
        await Sleep(0);
    });

    [Fact]
    public void A_closed_loop_takes_no_handler()
    {
        var loop = new EventLoop();
        loop.Close();

        Assert.Throws<InvalidOperationException>(() => loop.AddSignalHandler(User1, () => { }));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_signal_whose_handler_was_removed_has_its_usual_effect() => EndsByUser1(RemovingProgram);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_signal_has_its_usual_effect_once_the_loop_is_closed() => EndsByUser1(ClosingProgram);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_handler_of_ctrl_c_takes_it_over_from_the_run_until_it_is_removed()
    {
        using OwnProcess program = StartOnLinux(TakingOverProgram);
        Assert.Equal("ready", program.ReadLine());
        program.Interrupt();
        Assert.Equal("handled", program.ReadLine());
        program.Interrupt();
        Assert.Equal("handled", program.ReadLine());
        Assert.Equal("removed, cancelling: 0", program.ReadLine());
        program.Interrupt();
        Assert.Equal("KeyboardInterruptException", program.ReadLine());
        Assert.Equal(0, program.End().ExitCode);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_ctrl_c_that_a_handler_took_does_not_cancel_the_run_though_the_handler_is_gone_by_then()
    {
        using OwnProcess program = StartOnLinux(TakingOneProgram);
        Assert.Equal("ready", program.ReadLine());
        program.Interrupt();
        Assert.Equal("cancelling: 0", program.ReadLine());
        Assert.Equal(0, program.End().ExitCode);
    }

    [Theory]
    [InlineData("USR1")]
    [InlineData("CONT")]
    [Trait("Category", "Slow")]
    public void A_signal_that_the_program_was_started_to_ignore_reaches_its_handler_until_that_is_removed(string ignoredToo)
    {
        using OwnProcess program = StartOnLinux(
            HearingProgram, "--ignore-signal=HUP", "--ignore-signal=INT", "--ignore-signal=USR1", $"--ignore-signal={ignoredToo}");
        foreach (int signal in s_ignored)
        {
            Assert.Equal($"ready for {signal}", program.ReadLine());
            program.Send(signal);
            Assert.Equal("handled", program.ReadLine());
        }

        Assert.Equal("removed", program.ReadLine());
        program.Send(s_ignored[0]);
        program.Send(Signal.User2);
        Assert.Equal("alive", program.ReadLine());
        Assert.Equal(0, program.End().ExitCode);
    }

    private static readonly int[] s_ignored = [1, Signal.Interrupt, Signal.User1, 18];

    private static void HearingProgram() => Run(Hearing());

    private static async Coroutine Hearing()
    {
        EventLoop loop = GetRunningLoop();
        foreach (int signal in s_ignored)
        {
            var arrived = new AsyncEvent();
            loop.AddSignalHandler((PosixSignal)signal, arrived.Set);
            Console.WriteLine($"ready for {signal}");
            await arrived.Wait();
            Console.WriteLine("handled");
        }

        var last = new AsyncEvent();
        loop.AddSignalHandler(User2, last.Set);
        Array.ForEach(s_ignored, signal => loop.RemoveSignalHandler((PosixSignal)signal));
        Console.WriteLine("removed");
        await last.Wait();
        Console.WriteLine("alive");
    }

    private static void RemovingProgram() => Run(Removing());

    private static async Coroutine Removing()
    {
        EventLoop loop = GetRunningLoop();
        var arrived = new AsyncEvent();
        loop.AddSignalHandler(User1, arrived.Set);
        Signal.Raise(Signal.User1);
        await arrived.Wait();
        Console.WriteLine("handled");
        loop.RemoveSignalHandler(User1);
        Signal.Raise(Signal.User1);
        await Sleep(double.PositiveInfinity);
    }

    private static void ClosingProgram()
    {
        Run(Closing());
        Console.WriteLine("handled");
        Signal.Raise(Signal.User1);
        using var never = new ManualResetEventSlim();
        never.Wait(Until.Patience);
    }

    private static async Coroutine Closing()
    {
        var arrived = new AsyncEvent();
        GetRunningLoop().AddSignalHandler(User1, arrived.Set);
        Signal.Raise(Signal.User1);
        await arrived.Wait();
    }

    private static void TakingOverProgram()
    {
        try
        {
            Run(TakingOver());
        }
        catch (Exception error)
        {
            Console.WriteLine(error.GetType().Name);
        }
    }

    private static async Coroutine TakingOver()
    {
        EventLoop loop = GetRunningLoop();
        var arrived = new AsyncQueue<int>();
        loop.AddSignalHandler(PosixSignal.SIGINT, () => arrived.PutNowait(1));
        Console.WriteLine("ready");
        for (int i = 0; i < 2; i++)
        {
            await arrived.Get();
            Console.WriteLine("handled");
        }

        loop.RemoveSignalHandler(PosixSignal.SIGINT);
        Console.WriteLine($"removed, cancelling: {CurrentTask()!.Cancelling}");
        await Sleep(double.PositiveInfinity);
    }

    private static void TakingOneProgram()
    {
        // The handlers of a signal are called in turn, the newest first: the run's own comes between these.
        using var isLast = new ManualResetEventSlim();
        using PosixSignalRegistration last = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => isLast.Set());
        Run(TakingOne(isLast));
    }

    private static async Coroutine TakingOne(ManualResetEventSlim isLast)
    {
        EventLoop loop = GetRunningLoop();
        var arrived = new AsyncEvent();
        using var isRemoved = new ManualResetEventSlim();
        using PosixSignalRegistration delay = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Until.Set(isRemoved));
        loop.AddSignalHandler(PosixSignal.SIGINT, arrived.Set);
        Console.WriteLine("ready");
        await arrived.Wait();
        loop.RemoveSignalHandler(PosixSignal.SIGINT);
        isRemoved.Set();
        await ToThread(() => Until.Set(isLast));
        Console.WriteLine($"cancelling: {CurrentTask()!.Cancelling}");
    }

    private static void EndsByUser1(Action body)
    {
        using OwnProcess program = StartOnLinux(body);
        Assert.Equal("handled", program.ReadLine());
        Assert.Equal(128 + Signal.User1, program.End().ExitCode);
    }

    private static OwnProcess StartOnLinux(Action program, params string[] variables)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals have Linux's numbers.");
        return OwnProcess.Start(program, variables);
    }

    private static void OnLinux(Action body)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals have Linux's numbers.");
        body();
    }

    private static void OnLinux(Func<Coroutine> body) => OnLinux(() => RealLoop.Run(body));
}
