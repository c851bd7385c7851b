using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesSync : Cases
{
    [Case]
    public void LK_01() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        lp.CallSoon(() => tr("other"));
        var k = new AsyncLock();
        await k.Acquire();
        tr("acquired");
        k.Release();
        await Sleep(0);
    });

    [Case]
    public void LK_03() => Run(async tr =>
    {
        var k = new AsyncLock();
        await k.Acquire();
        async Coroutine W(string n)
        {
            await k.Acquire();
            tr(n);
            k.Release();
        }

        LoopTask a = CreateTask(W("first"));
        await Sleep(0);
        k.Release();
        tr("locked", k.Locked);
        await W("barger");
        await a;
    });

    [Case]
    public void LK_05() => Run(async tr =>
    {
        var k = new AsyncLock();
        await k.Acquire();
        async Coroutine W(string n)
        {
            await k.Acquire();
            tr(n);
        }

        LoopTask a = CreateTask(W("a"));
        LoopTask b = CreateTask(W("b"));
        await Sleep(0);
        k.Release();
        a.Cancel();
        await Sleep(0);
        await Sleep(0);
        tr(a.IsCancelled, b.IsDone, k.Locked);
    });

    [Case]
    public void LK_06() => Run(async tr =>
    {
        var k = new AsyncLock();
        int n = 0;
        await k.Acquire();
        async Coroutine W()
        {
            await k.Acquire();
            n++;
        }

        LoopTask[] ts = [CreateTask(W()), CreateTask(W()), CreateTask(W())];
        await Sleep(0);
        ts[0].Cancel();
        k.Release();
        for (int i = 0; i < 4; i++)
        {
            await Sleep(0);
        }

        tr("holders", n);
        foreach (LoopTask t in ts)
        {
            t.Cancel();
        }
    });

    [Case]
    public void EVT_01() => Run(async tr =>
    {
        var e = new AsyncEvent();
        async Coroutine W(int n) => tr(n, await e.Wait(), e.IsSet);
        LoopTask[] ts = [CreateTask(W(0)), CreateTask(W(1))];
        await Sleep(0);
        e.Set();
        e.Clear();
        await Gather(ts);
    });

    [Case]
    public void EVT_02() => Run(async tr =>
    {
        var e = new AsyncEvent();
        async Coroutine W(string n)
        {
            await e.Wait();
            tr(n);
        }

        LoopTask a = CreateTask(W("early1"));
        LoopTask b = CreateTask(W("early2"));
        await Sleep(0);
        LoopTask c = CreateTask(W("late"));
        e.Set();
        await Gather(a, b, c);
    });

    [Case]
    public void CO_03() => Run(async tr =>
    {
        var c = new AsyncCondition();
        async Coroutine W()
        {
            using (await c.Acquire())
            {
                try
                {
                    await c.Wait();
                }
                catch (CancelledException e)
                {
                    tr(Exn(e), "locked", c.Locked, "at", Now());
                    throw;
                }
            }
        }

        LoopTask t = CreateTask(W());
        await Sleep(0);
        await c.Acquire();
        t.Cancel("one");
        await Sleep(1);
        t.Cancel("two");
        await Sleep(1);
        c.Release();
        await Wait([t]);
        tr(t.IsCancelled, c.Locked);
    });

    [Case]
    public void CO_04() => Run(async tr =>
    {
        var c = new AsyncCondition();
        async Coroutine W(string n)
        {
            using (await c.Acquire())
            {
                await c.Wait();
                tr(n, "woke");
            }
        }

        LoopTask a = CreateTask(W("a"));
        LoopTask b = CreateTask(W("b"));
        await Sleep(0);
        using (await c.Acquire())
        {
            c.Notify(1);
            a.Cancel();
        }

        for (int i = 0; i < 5; i++)
        {
            await Sleep(0);
        }

        tr(a.IsCancelled, b.IsDone);
        b.Cancel();
    });

    [Case]
    public void CO_05() => Run(async tr =>
    {
        var c = new AsyncCondition();
        int[] st = [0];
        async Coroutine W()
        {
            using (await c.Acquire())
            {
                tr("value", await c.WaitFor(() => st[0] > 1 ? "big" : null));
            }
        }

        LoopTask t = CreateTask(W());
        await Sleep(0);
        foreach (int i in new[] { 1, 2 })
        {
            using (await c.Acquire())
            {
                st[0] = i;
                c.NotifyAll();
            }

            await Sleep(0);
            await Sleep(0);
            tr("after", i, t.IsDone);
        }

        await t;
    });

    [Case]
    public void SE_01() => Run(async tr =>
    {
        var s = new AsyncSemaphore(1);
        async Coroutine W(string n)
        {
            for (int i = 0; i < 2; i++)
            {
                using (await s.Acquire())
                {
                    tr($"{n}{i}");
                    await Sleep(1);
                }
            }
        }

        await Gather(W("a"), W("b"), W("c"));
    });

    [Case]
    public void SE_04() => Run(async tr =>
    {
        try
        {
            _ = new AsyncSemaphore(-1);
        }
        catch (ArgumentException e)
        {
            tr(Exn(e));
        }

        var b = new AsyncBoundedSemaphore(1);
        try
        {
            b.Release();
        }
        catch (SemaphoreFullException e)
        {
            tr(Exn(e));
        }

        var s = new AsyncSemaphore(1);
        s.Release();
        tr(s.Value);
        await Task.CompletedTask;
    });

    [Case]
    public void BA_02() => Run(async tr =>
    {
        var b = new AsyncBarrier(2);
        LoopTask<int> t = CreateTask(b.Wait());
        await Sleep(0);
        t.Cancel();
        await Wait([t]);
        tr(b.Waiting, b.Broken);
        int[] places = await Gather([b.Wait(), b.Wait()]);
        tr(places.Order());
    });
}
