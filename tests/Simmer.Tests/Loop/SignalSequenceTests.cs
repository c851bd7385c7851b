using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Signals as a sequence.</summary>
[Collection("Signals")]
public sealed class SignalSequenceTests
{
    private const int First = 40;
    private const int Second = 41;

    [Fact]
    public void A_sequence_gives_what_arrives_by_the_name_it_was_given() => OnLinux(async () =>
    {
        var seen = new List<PosixSignal>();
        _ = CreateTask(RaiseSoon(First));
        await foreach (PosixSignal signal in Signals((PosixSignal)First, (PosixSignal)Second, PosixSignal.SIGHUP))
        {
            seen.Add(signal);
            if (seen.Count == 3)
            {
                break;
            }

            Signal.Raise(seen.Count == 1 ? Second : 1);
        }

        Assert.Equal([(PosixSignal)First, (PosixSignal)Second, PosixSignal.SIGHUP], seen);
    });

    [Fact]
    public void What_arrives_while_the_body_is_at_work_waits_each_signal_once() => OnLinux(async () =>
    {
        SignalEnumerator signals = Signals((PosixSignal)First, (PosixSignal)Second).GetAsyncEnumerator();

        const int Raised = 10;
        var handled = new AsyncQueue<int>();
        GetRunningLoop().AddSignalHandler((PosixSignal)First, () => handled.PutNowait(First));
        for (int i = 0; i < Raised; i++)
        {
            Signal.Raise(First);
            await handled.Get();
        }

        Signal.Raise(Second);
        int taken = 0;
        while (await signals.MoveNextAsync() && signals.Current == (PosixSignal)First)
        {
            taken++;
        }

        // One is the rule; .NET may tell the sequence of the last ones a moment after it has told the handler.
        Assert.InRange(taken, 1, Raised / 2);
        Assert.Equal((PosixSignal)Second, signals.Current);
        await signals.DisposeAsync();
        Assert.False(await signals.MoveNextAsync());
    });

    [Fact]
    public void A_cancelled_wait_takes_no_signal() => OnLinux(async () =>
    {
        SignalEnumerator signals = Signals((PosixSignal)First).GetAsyncEnumerator();
        LoopTask<bool> waiting = CreateTask(signals.MoveNextAsync());
        await Until.Iterations(2);
        waiting.Cancel();
        await Until.Settled(waiting);
        Assert.True(waiting.IsCancelled);

        Signal.Raise(First);

        Assert.True(await signals.MoveNextAsync());
        await signals.DisposeAsync();
    });

    [Fact]
    public void One_coroutine_waits_at_a_sequence_at_a_time() => OnLinux(async () =>
    {
        SignalEnumerator signals = Signals((PosixSignal)First).GetAsyncEnumerator();
        LoopTask<bool> waiting = CreateTask(signals.MoveNextAsync());
        await Until.Iterations(2);

        await Fails.With<InvalidOperationException>(async () => await signals.MoveNextAsync());

        await signals.DisposeAsync();
        Assert.False(await waiting);
    });

    [Fact]
    public void A_sequence_of_no_signals_is_refused() => Assert.Throws<ArgumentException>(() => Signals());

    [Fact]
    public void A_sequence_needs_a_running_loop() =>
        Assert.Throws<InvalidOperationException>(() => Signals(PosixSignal.SIGHUP).GetAsyncEnumerator());

    [Fact]
    [Trait("Category", "Slow")]
    public void A_signal_has_its_usual_effect_after_the_loop_over_the_sequence()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals have Linux's numbers.");
        using OwnProcess program = OwnProcess.Start(BreakingProgram);
        Assert.Equal("ready", program.ReadLine());
        program.Interrupt();
        Assert.Equal("SIGINT", program.ReadLine());
        program.Send(Signal.Terminate);
        Assert.Equal("SIGTERM", program.ReadLine());
        program.Send(Signal.Terminate);
        Assert.Equal(128 + Signal.Terminate, program.End().ExitCode);
    }

    private static void BreakingProgram() => Run(Breaking());

    private static async Coroutine Breaking()
    {
        SignalEnumerator signals = Signals(PosixSignal.SIGINT, PosixSignal.SIGTERM).GetAsyncEnumerator();
        Console.WriteLine("ready");
        while (await signals.MoveNextAsync() && signals.Current != PosixSignal.SIGTERM)
        {
            Console.WriteLine(signals.Current);
        }

        await signals.DisposeAsync();
        Console.WriteLine("SIGTERM");
        await Sleep(double.PositiveInfinity);
    }

    private static async Coroutine RaiseSoon(int signal)
    {
        await Sleep(0);
        Signal.Raise(signal);
    }

    private static void OnLinux(Func<Coroutine> body)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals have Linux's numbers.");
        RealLoop.Run(body);
    }
}
