using static Simmer.Asyncio;

namespace Simmer.Conformance;

/// <summary>The cases about threads. They run on the system's clock, as in the oracle, and sleep as little as they can.</summary>
public sealed class CasesThread : Cases
{
    [Case]
    public void THR_01() => Run(
        async tr =>
        {
            var x = new AsyncLocal<int> { Value = 7 };
            int F()
            {
                int r = x.Value;
                x.Value = 9;
                return r;
            }

            tr(await ToThread(F), x.Value);
            try
            {
                await ToThread(() => throw Py.ZeroDivisionError());
            }
            catch (DivideByZeroException e)
            {
                tr(Names.Of(e));
            }
        },
        clock: TimeProvider.System);

    [Case]
    public void THR_02() => Run(
        async tr =>
        {
            EventLoop lp = GetRunningLoop();
            using var ev = new ManualResetEventSlim();
            using var finished = new ManualResetEventSlim();
            Future<bool> begun = lp.CreateFuture<bool>();
            var done = new List<int>();
            void F()
            {
                lp.CallSoonThreadsafe(() => begun.SetResult(true));
                ev.Wait(TimeSpan.FromSeconds(20));
                done.Add(1);
                finished.Set();
            }

            LoopTask t = CreateTask(ToThread(F));
            await begun;
            t.Cancel();
            await Wait([t]);
            tr("cancelled", t.IsCancelled, done);
            ev.Set();
#pragma warning disable SIM010 // The task is over: only the thread is left.
            finished.Wait(TimeSpan.FromSeconds(20));
#pragma warning restore SIM010
            tr("thread finished", done);
        },
        clock: TimeProvider.System);

    [Case]
    public void THR_04() => Run(
        async tr =>
        {
            EventLoop lp = GetRunningLoop();
            Future<int> f = lp.CreateFuture<int>();

            // Of the two that could wake the loop, the timer is far off: on a busy machine a thread may take long to start.
            TimerHandle timer = lp.CallLater(60, () => f.SetResult(0));
            Start(() => lp.CallSoonThreadsafe(() => f.SetResult(1)));
            tr("woken quickly", await f == 1);
            timer.Cancel();
            f = lp.CreateFuture<int>();
            lp.CallLater(0.4, () => { });
            double t0 = lp.Time;
            Start(() =>
            {
                try
                {
                    lp.CallSoon(() => f.SetResult(1));
                }
                catch (InvalidOperationException e)
                {
                    lp.CallSoonThreadsafe(() => f.SetException(e));
                }
            });
            try
            {
                await f;
                tr("only woken by the 0.4 s timer", lp.Time - t0 > 0.3);
            }
            catch (InvalidOperationException e)
            {
                tr(Names.Of(e), e.Message.Contains("CallSoonThreadsafe"));
            }
        },
        clock: TimeProvider.System);

    private static void Start(Action action) => new Thread(() => action()) { IsBackground = true }.Start();
}
