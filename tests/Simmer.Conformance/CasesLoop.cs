using System.IO.Pipes;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesLoop : Cases
{
    [Case]
    public void LOOP_01() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        for (int i = 0; i < 4; i++)
        {
            int number = i;
            lp.CallSoon(() => tr(number));
        }

        lp.CallSoon(lp.Stop);
        lp.RunForever();
        lp.Close();
    });

    [Case]
    public void LOOP_02() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        lp.CallSoon(() =>
        {
            tr("a tick", lp.Iterations);
            lp.CallSoon(() => tr("a2 tick", lp.Iterations));
        });
        lp.CallSoon(() => tr("b tick", lp.Iterations));
        lp.CallLater(0, () => tr("timer0 tick", lp.Iterations));
        lp.CallLater(1, lp.Stop);
        lp.RunForever();
        lp.Close();
    });

    [Case]
    public void LOOP_05() => RunSync(tr =>
    {
        // A loop's resolution is its clock's: here a hundredth of a second.
        var lp = new EventLoop(new EventLoopOptions { Clock = new CoarseClock() });
        lp.CallAt(0.005, () => tr("t=0.005 ran at", lp.Time, "tick", lp.Iterations));
        lp.CallAt(0.01, () => tr("t=0.010 ran at", lp.Time, "tick", lp.Iterations));
        lp.CallAt(0.02, lp.Stop);
        lp.CallSoon(() => { });
        lp.RunForever();
        lp.Close();
    });

    [Case]
    public void LOOP_06() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        lp.CallLater(-5, () => tr("neg at", lp.Time, "tick", lp.Iterations));
        lp.CallLater(-5, lp.Stop);
        lp.RunForever();
        lp.Close();
    });

    [Case]
    public void LOOP_07() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        Handle h3 = null!;
        Handle h2 = lp.CallSoon(() => tr("never"));
        lp.CallSoon(() => { });
        lp.CallSoon(() =>
        {
            h3.Cancel();
            tr("first cancelled third", h3.IsCancelled);
        });
        h3 = lp.CallSoon(() => tr("third"));
        h2.Cancel();
        h2.Cancel();
        Handle h4 = lp.CallSoon(() => tr("fourth"));
        lp.CallSoon(lp.Stop);
        lp.RunForever();
        h4.Cancel();
        tr("after run cancelled()", h4.IsCancelled);
        lp.Close();
    });

    [Case]
    public void LOOP_08() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        lp.CallSoon(() =>
        {
            tr("1");
            lp.Stop();
            lp.CallSoon(() => tr("queued-for-next-run"));
        });
        lp.CallSoon(() => tr("2"));
        lp.RunForever();
        tr("returned");
        lp.Stop();
        lp.RunForever();
        tr("returned again");
        lp.Close();
    });

    [Case]
    public void LOOP_09() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        async Coroutine<string> M()
        {
            lp.CallSoon(lp.Stop);
            await Sleep(1);
            return "done";
        }

        LoopTask<string> t = lp.CreateTask(M());
        try
        {
            lp.RunUntilComplete(t);
        }
        catch (InvalidOperationException e)
        {
            tr(Exn(e));
        }

        tr("done", t.IsDone);
        tr(lp.RunUntilComplete(t));
        lp.Close();
    });

    [Case]
    public void LOOP_10() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        lp.CallSoon(() => throw ZeroDivisionError());
        lp.CallSoon(() => tr("next"));
        await Sleep(0);
        await Sleep(0);
    });

    [Case]
    public void LOOP_11() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        lp.CallSoon(() => throw new SystemExitException(3));
        lp.CallSoon(() => tr("after"));
        try
        {
            lp.RunForever();
        }
        catch (SystemExitException e)
        {
            tr(Exn(e), "running", lp.IsRunning);
        }

        lp.CallSoon(lp.Stop);
        lp.RunForever();
        lp.Close();
    });

    [Case]
    public void LOOP_13() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        EventLoop lp2 = VLoop();
        lp2.CallSoon(() => { });
        lp.CallSoon(() =>
        {
            try
            {
                lp.Close();
            }
            catch (InvalidOperationException e)
            {
                tr(Exn(e));
            }

            lp.Stop();
        });
        lp.CallSoon(() => { });
        lp.RunForever();
        lp.CallSoon(() => tr("dropped"));
        lp.Close();
        lp.Close();
        lp2.Close();
        Action[] uses =
        [
            () => lp.CallSoon(() => { }), () => lp.CallLater(1, () => { }), () => lp.CallSoonThreadsafe(() => { }), lp.RunForever,
        ];
        foreach (Action use in uses)
        {
            try
            {
                use();
            }
            catch (InvalidOperationException e)
            {
                tr(Exn(e));
            }
        }
    });

    [Case]
    public void LOOP_14() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        EventLoop other = VLoop();
        lp.CallSoon(() =>
        {
            foreach (EventLoop l in new[] { lp, other })
            {
                try
                {
                    l.RunForever();
                    tr("no error");
                }
                catch (InvalidOperationException e)
                {
                    tr(Exn(e));
                }
            }

            tr("outer loop still marked running", lp.IsRunning);
            lp.Stop();
        });
        lp.RunForever();
        lp.Close();
        other.Close();
    });

    [Case]
    public void LOOP_17() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        var v = new AsyncLocal<string>();
        lp.ExceptionHandler = (_, _) => tr("handler sees", v.Value ?? "none");
        lp.CallSoon(() =>
        {
            v.Value = "in-callback";
            throw ZeroDivisionError();
        });
        await Sleep(0);
    });

    [Case]
    public void LOOP_18() => RunSync(tr =>
    {
        var lp = new EventLoop();
        double a = lp.Time;
        double b = lp.Time;
        tr(Names.Of(a), b >= a);
        lp.Close();
    });

    [Case]
    public void LOOP_20() => Run(async tr =>
    {
        LoopTask t = CreateTask(Sleep(0), name: "n");
        await t;
        tr(t.Name);
    });

    [Case]
    public void LOOP_22() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        foreach (double d in new[] { 0.3, 0.1, 0.2 })
        {
            lp.CallLater(d, () => tr(d, "at", lp.Time, "tick", lp.Iterations));
        }

        lp.CallSoon(() => Block(lp, 1.0));
        lp.CallLater(2, lp.Stop);
        lp.RunForever();
        lp.Close();
    });

    [Case]
    public void LOOP_24() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        lp.Close();
        static async Coroutine C() => await Sleep(0);

        async Coroutine Main()
        {
            await Task.CompletedTask;
            try
            {
                lp.RunUntilComplete((IAwaitable)C());
            }
            catch (InvalidOperationException e)
            {
                tr("ensure_future", Exn(e));
            }

            GC.Collect();
            tr("no warning so far");
            try
            {
                lp.CreateTask(C());
            }
            catch (InvalidOperationException e)
            {
                tr("create_task", Exn(e));
            }
        }

        // A coroutine that is made on a loop is reported when that loop closes.
        EventLoop host = VLoop();
        host.WarningHandler = (_, warning) => Warned(tr, warning);
        host.RunUntilComplete(Main());
        host.Close();
    });

    [Case]
    public void LOOP_25() => RunSync(tr =>
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The portable reactor cannot watch descriptors.");
        var lp = new EventLoop();
        using var b = new AnonymousPipeServerStream(PipeDirection.Out);
        using var a = new AnonymousPipeClientStream(PipeDirection.In, b.ClientSafePipeHandle);
        int descriptor = (int)a.SafePipeHandle.DangerousGetHandle();
        lp.CallLater(0, () => tr("timer"));
        lp.AddReader(descriptor, () =>
        {
            tr("io");
            lp.RemoveReader(descriptor);
        });
        b.WriteByte((byte)'x');
        lp.CallSoon(() => tr("ready"));
        lp.CallLater(0.01, lp.Stop);
        lp.RunForever();
        lp.Close();
    });

    /// <summary>Virtual time in steps of a hundredth of a second.</summary>
    private sealed class CoarseClock : TimeProvider, IIdleClock
    {
        private long _now;

        public override long TimestampFrequency => 100;

        public override long GetTimestamp() => _now;

        public void AdvanceTo(long timestamp) => _now = timestamp;
    }
}
