using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesTimeout : Cases
{
    [Case]
    public void TO_01() => Run(async tr =>
    {
        TimeoutScope cm = null!;
        try
        {
            await Timeout(1, async scope =>
            {
                cm = scope;
                await Sleep(9);
            });
        }
        catch (System.TimeoutException e)
        {
            tr("TimeoutError at", Now(), "cause", Exn(e.InnerException), cm.Expired, CurrentTask()!.Cancelling);
        }
    });

    [Case]
    public void TO_02() => Run(async tr =>
    {
        async Coroutine C()
        {
            TimeoutScope cm = null!;
            try
            {
                await Timeout(5, async scope =>
                {
                    cm = scope;
                    await Sleep(9);
                });
            }
            catch (CancelledException)
            {
                tr("CancelledError", cm.Expired);
                throw;
            }
        }

        LoopTask t = CreateTask(C());
        await Sleep(1);
        t.Cancel();
        await Wait([t]);
        tr(t.IsCancelled);
    });

    [Case]
    public void TO_03() => Run(async tr =>
    {
        async Coroutine C()
        {
            TimeoutScope cm = null!;
            try
            {
                await Timeout(1, async scope =>
                {
                    cm = scope;
                    await Sleep(9);
                });
            }
            catch (Exception e)
            {
                tr(Names.Of(e), cm.Expired, CurrentTask()!.Cancelling);
                throw;
            }
        }

        LoopTask t = CreateTask(C());
        await Sleep(0);
        GetRunningLoop().CallAt(1, () => t.Cancel());
        await Wait([t]);
        tr(t.IsCancelled);
    });

    [Case]
    public void TO_04() => Run(async tr =>
    {
        TimeoutScope a = null!;
        TimeoutScope b = null!;
        try
        {
            await TimeoutAt(1, async outer =>
            {
                a = outer;
                try
                {
                    await TimeoutAt(1, async inner =>
                    {
                        b = inner;
                        await Sleep(9);
                    });
                }
                catch (Exception e)
                {
                    tr("inner", Names.Of(e));
                    throw;
                }
            });
        }
        catch (Exception e)
        {
            tr("outer", Names.Of(e), a.Expired, b.Expired, CurrentTask()!.Cancelling);
        }
    });

    [Case]
    public void TO_05() => Run(async tr =>
    {
        TimeoutScope a = null!;
        await Timeout(5, async scope =>
        {
            a = scope;
            try
            {
                await Timeout(1, async _ => await Sleep(9));
            }
            catch (System.TimeoutException)
            {
                tr("inner at", Now());
            }

            await Sleep(1);
        });
        tr("outer ok", Now(), a.Expired);
    });

    [Case]
    public void TO_06() => Run(async tr =>
    {
        TimeoutScope cm = null!;
        await Timeout(1, async scope =>
        {
            cm = scope;
            try
            {
                await Sleep(9);
            }
            catch (CancelledException)
            {
                tr("swallowed");
            }

            await Sleep(1);
            tr("body end", Now());
        });
        tr("no error", cm.Expired, CurrentTask()!.Cancelling);
    });

    [Case]
    public void TO_07() => Run(async tr =>
    {
        try
        {
            await Timeout(1, async _ =>
            {
                try
                {
                    await Sleep(9);
                }
                catch
                {
                    throw KeyError("k");
                }
            });
        }
        catch (KeyNotFoundException e)
        {
            tr(Exn(e), Exn(e.InnerException), Exn(e.InnerException?.InnerException));
        }
    });

    [Case]
    public void TO_08() => Run(async tr =>
    {
        TimeoutScope cm = null!;
        await Timeout(0, async scope =>
        {
            cm = scope;
            tr("body ran");
            await Task.CompletedTask;
        });
        tr("expired", cm.Expired);
        try
        {
            await Timeout(-5, async _ =>
            {
                await Sleep(0);
                tr("unreached");
            });
        }
        catch (System.TimeoutException)
        {
            tr("TimeoutError at sleep(0)");
        }
    });

    [Case]
    public void TO_09() => Run(async tr =>
    {
        TimeoutScope cm = null!;
        await Timeout(1, async scope =>
        {
            cm = scope;
            cm.Reschedule(3);
            await Sleep(2);
            cm.Reschedule(null);
            await Sleep(2);
            tr(Now(), cm.When);
        });
        try
        {
            cm.Reschedule(1);
        }
        catch (InvalidOperationException e)
        {
            tr(e.Message);
        }
    });

    [Case]
    public void TO_11() => Run(async tr =>
    {
        async Coroutine C()
        {
            CurrentTask()!.Cancel();
            try
            {
                await Sleep(1);
            }
            catch (CancelledException)
            {
            }

            try
            {
                await Timeout(1, async _ => await Sleep(9));
            }
            catch (System.TimeoutException)
            {
                tr("TimeoutError", CurrentTask()!.Cancelling);
            }
        }

        await CreateTask(C());
    });

    [Case]
    public void TO_12() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<string> f1 = lp.CreateFuture<string>();
        lp.CallAt(1, () => f1.SetResult("R"));
        try
        {
            await TimeoutAt(1, async _ => tr(await f1));
        }
        catch (System.TimeoutException)
        {
            tr("TimeoutError, future had", f1.Result);
        }

        Future<string> f2 = lp.CreateFuture<string>();
        try
        {
            await TimeoutAt(2, async _ =>
            {
                lp.CallAt(2, () => f2.SetResult("R"));
                tr(await f2);
            });
        }
        catch (System.TimeoutException)
        {
            tr("TimeoutError, future cancelled", f2.IsCancelled);
        }

        Future<string> f3 = lp.CreateFuture<string>();
        lp.CallAt(3, () => f3.SetResult("R"));
        try
        {
            await TimeoutAt(3.0001, async _ => tr(await f3));
        }
        catch (System.TimeoutException)
        {
            tr("TimeoutError");
        }
    });

    [Case]
    public void TO_13() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        TimeoutScope cm = null!;
        await Timeout(1, async scope =>
        {
            cm = scope;
            Block(lp, 5);
            tr("blocked to", Now());
            await Task.CompletedTask;
        });
        tr("no error", cm.Expired);
    });
}
