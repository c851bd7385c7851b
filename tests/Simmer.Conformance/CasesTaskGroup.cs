using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesTaskGroup : Cases
{
    [Case]
    public void TG_01() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        long t0 = lp.Iterations;
        await TaskGroup.Run(async _ => await Task.CompletedTask);
        tr("ticks", lp.Iterations - t0);
        LoopTask<object> a = null!;
        LoopTask<object> b = null!;
        await TaskGroup.Run(async g =>
        {
            a = g.CreateTask(V("a", 2));
            b = g.CreateTask(V("b", 1));
            await Task.CompletedTask;
        });
        tr(a.Result, b.Result, Now());
    });

    [Case]
    public void TG_02() => Run(async tr =>
    {
        try
        {
            await TaskGroup.Run(async g =>
            {
                g.CreateTask(V("bad", 1, ValueError("x")));
                g.CreateTask(V("sib", 9, tr: tr));
                try
                {
                    await Sleep(9);
                }
                catch (CancelledException)
                {
                    tr("body cancelled at", Now(), CurrentTask()!.Cancelling);
                    throw;
                }
            });
        }
        catch (AggregateException e)
        {
            tr(Exn(e));
        }

        tr(CurrentTask()!.Cancelling);
    });

    [Case]
    public void TG_03() => Run(async tr =>
    {
        try
        {
            await TaskGroup.Run(async _ =>
            {
                await Task.CompletedTask;
                throw KeyError("k");
            });
        }
        catch (AggregateException e)
        {
            // What .NET has of a context is the inner exception, and that is the first of the group.
            tr(Exn(e), "|", e.Message, e.InnerException == e.InnerExceptions[0]);
        }
    });

    [Case]
    public void TG_04() => Run(async tr =>
    {
        static async Coroutine Bad(string n, double d)
        {
            try
            {
                await Sleep(9);
            }
            catch (CancelledException)
            {
                await Sleep(d);
                throw ValueError(n);
            }
        }

        try
        {
            await TaskGroup.Run(async g =>
            {
                g.CreateTask(Bad("late", 2));
                g.CreateTask(Bad("early", 1));
                await Sleep(0);
                throw KeyError("body");
            });
        }
        catch (Exception e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void TG_05() => Run(async tr =>
    {
        static async Coroutine SelfC()
        {
            await Task.CompletedTask;
            throw new CancelledException();
        }

        LoopTask<object> a = null!;
        LoopTask<object> b = null!;
        LoopTask c = null!;
        await TaskGroup.Run(async g =>
        {
            a = g.CreateTask(V("a", 9));
            b = g.CreateTask(V("b", 2));
            c = g.CreateTask(SelfC());
            await Sleep(1);
            a.Cancel();
        });
        tr(a.IsCancelled, b.Result, c.IsCancelled, Now());
    });

    [Case]
    public void TG_06() => Run(async tr =>
    {
        async Coroutine P() => await TaskGroup.Run(async g =>
        {
            g.CreateTask(V("a", 9, tr: tr));
            await Sleep(9);
        });
        LoopTask t = CreateTask(P());
        await Sleep(1);
        t.Cancel();
        await Wait([t]);
        tr(t.IsCancelled);
    });

    [Case]
    public void TG_07() => Run(async tr =>
    {
        static async Coroutine Ch()
        {
            try
            {
                await Sleep(9);
            }
            catch
            {
                throw ValueError("cleanup");
            }
        }

        async Coroutine P()
        {
            try
            {
                await TaskGroup.Run(async g =>
                {
                    g.CreateTask(Ch());
                    await Sleep(9);
                });
            }
            catch (AggregateException e)
            {
                tr(Exn(e), CurrentTask()!.Cancelling);
            }

            try
            {
                await Sleep(0);
                tr("not cancelled again");
            }
            catch (CancelledException)
            {
                tr("re-cancelled");
                throw;
            }
        }

        LoopTask t = CreateTask(P());
        await Sleep(1);
        t.Cancel();
        await Wait([t]);
        tr(t.IsCancelled);
    });

    [Case]
    public void TG_11() => Run(async tr =>
    {
        async Coroutine C()
        {
            tr("never");
            await Task.CompletedTask;
        }

        LoopTask t = null!;
        try
        {
            await TaskGroup.Run(async g =>
            {
                t = g.CreateTask(C());
                await Task.CompletedTask;
                throw ValueError();
            });
        }
        catch (AggregateException)
        {
            tr(t.IsCancelled);
        }
    });

    [Case]
    public void TG_12() => Run(async tr =>
    {
        static async Coroutine R(Exception e)
        {
            await Sleep(0);
            throw e;
        }

        try
        {
            await TaskGroup.Run(async o =>
            {
                try
                {
                    await TaskGroup.Run(async i =>
                    {
                        i.CreateTask(R(RuntimeError("in")));
                        o.CreateTask(R(ValueError("out")));
                        await Task.CompletedTask;
                    });
                }
                catch (AggregateException e)
                {
                    tr(Exn(e));
                }

                tr("between", CurrentTask()!.Cancelling);
            });
        }
        catch (AggregateException e)
        {
            tr(Exn(e));
        }

        tr(CurrentTask()!.Cancelling);
    });

    [Case]
    public void TG_13() => Run(async tr =>
    {
        foreach ((double a, double b) in new[] { (9.0, 1.0), (1.0, 9.0) })
        {
            try
            {
                await TaskGroup.Run(async o =>
                {
                    o.CreateTask(V("o", a, ValueError("outer")));
                    await TaskGroup.Run(async i =>
                    {
                        i.CreateTask(V("i", b, ValueError("inner")));
                        await Task.CompletedTask;
                    });
                });
            }
            catch (Exception e)
            {
                tr(Exn(e));
            }
        }
    });

    [Case]
    public void TG_14() => Run(async tr =>
    {
        try
        {
            await TaskGroup.Run(async g =>
            {
                g.CreateTask(V("bad", 1, ValueError("x")));
                try
                {
                    await Sleep(9);
                }
                catch (CancelledException)
                {
                    tr("body swallowed");
                }

                await Sleep(5);
                tr("body continued to", Now());
            });
        }
        catch (AggregateException e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void TG_15() => Run(async tr =>
    {
        try
        {
            await TaskGroup.Run(async g =>
            {
                g.CreateTask(V("bad", 1, ValueError("x")));
                g.CreateTask(V("stubborn", 9, swallow: 5, tr: tr));
                await Task.CompletedTask;
            });
        }
        catch (AggregateException)
        {
            tr("exit at", Now());
        }
    });

    [Case]
    public void TG_20() => Run(async tr =>
    {
        static async Coroutine C() => await Timeout(1, async _ => await Sleep(9));
        try
        {
            await TaskGroup.Run(async g =>
            {
                g.CreateTask(C());
                g.CreateTask(V("sib", 9, tr: tr));
                await Task.CompletedTask;
            });
        }
        catch (AggregateException e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void TG_21() => Run(async tr =>
    {
        try
        {
            await TaskGroup.Run(async g =>
            {
                g.CreateTask(V("1", 1, ValueError(1)));
                g.CreateTask(V("2", 1, ValueError(2)));
                await Task.CompletedTask;
            });
        }
        catch (Exception e)
        {
            tr(Exn(e));
        }
    });
}
