using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesCancel : Cases
{
    [Case]
    public void CAN_01() => Run(async tr =>
    {
        async Coroutine C()
        {
            try
            {
                tr("body");
                await Task.CompletedTask;
            }
            finally
            {
                tr("finally");
            }
        }

        LoopTask t = CreateTask(C());
        tr(t.Cancel(), t.IsCancelled, t.Cancelling);
        try
        {
            await t;
        }
        catch (CancelledException)
        {
            tr("cancelled", t.IsCancelled);
        }
    });

    [Case]
    public void CAN_04() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        async Coroutine Inner() => await f;
        LoopTask it = CreateTask(Inner());
        async Coroutine Outer() => await it;
        LoopTask ot = CreateTask(Outer());
        await Sleep(0);
        await Sleep(0);
        ot.Cancel();
        tr(f.IsCancelled, it.Cancelling, ot.Cancelling);
        await Wait([ot]);
        tr(it.IsCancelled, ot.IsCancelled);
    });

    [Case]
    public void CAN_06() => Run(async tr =>
    {
        async Coroutine<string> C()
        {
            try
            {
                await Sleep(9);
            }
            catch (CancelledException)
            {
                tr("swallowed");
            }

            await Sleep(1);
            tr("still alive at", Now());
            return "ok";
        }

        LoopTask<string> t = CreateTask(C());
        await Sleep(0);
        t.Cancel();
        tr(await t);
    });

    [Case]
    public void CAN_08() => Run(async tr =>
    {
        int n = 0;
        async Coroutine<int> C()
        {
            while (true)
            {
                try
                {
                    await Sleep(1);
                    return n;
                }
                catch (CancelledException)
                {
                    n++;
                }
            }
        }

        LoopTask<int> t = CreateTask(C());
        await Sleep(0);
        t.Cancel();
        t.Cancel();
        tr("deliveries", await t, "cancelling", t.Cancelling);
    });

    [Case]
    public void CAN_10() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        async Coroutine C()
        {
            CurrentTask()!.Cancel();
            tr("still running");
            Future<string> d = lp.CreateFuture<string>();
            d.SetResult("done-future");
            tr(await d);
            try
            {
                await Sleep(0);
            }
            catch (CancelledException)
            {
                tr("delivered at sleep(0)");
            }
        }

        await CreateTask(C());
    });

    [Case]
    public void CAN_11() => Run(async tr =>
    {
        static async Coroutine<int> C()
        {
            CurrentTask()!.Cancel();
            await Task.CompletedTask;
            return 12;
        }

        LoopTask<int> t = CreateTask(C());
        await Wait([t]);
        tr(t.IsCancelled);
    });

    [Case]
    public void CAN_12() => Run(async tr =>
    {
        static async Coroutine C()
        {
            CurrentTask()!.Cancel();
            await Task.CompletedTask;
            throw ValueError("v");
        }

        LoopTask t = CreateTask(C());
        await Wait([t]);
        tr(t.IsCancelled, Exn(t.Exception));
    });

    [Case]
    public void CAN_14() => Run(async tr =>
    {
        Future<string> f = GetRunningLoop().CreateFuture<string>();
        async Coroutine<string> C() => await f;
        LoopTask<string> t = CreateTask(C());
        await Sleep(0);
        f.SetResult("R");
        t.Cancel();
        tr(t.Cancelling, t.Uncancel(), t.Uncancel());
        tr(await t);
    });

    [Case]
    public void CAN_15() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        async Coroutine C()
        {
            try
            {
                await f;
            }
            catch (CancelledException)
            {
                tr("delivered");
                throw;
            }
        }

        LoopTask t = CreateTask(C());
        await Sleep(0);
        t.Cancel();
        t.Uncancel();
        await Wait([t]);
        tr(t.IsCancelled, t.Cancelling);
    });

    [Case]
    public void CAN_16() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        async Coroutine C()
        {
            try
            {
                await f;
            }
            catch (CancelledException)
            {
                tr("cancelling", CurrentTask()!.Cancelling);
                throw;
            }
        }

        LoopTask t = CreateTask(C());
        await Sleep(0);
        f.Cancel();
        await Wait([t]);
        tr(t.IsCancelled);
    });

    [Case]
    public void CAN_18() => Run(async tr =>
    {
        static async Coroutine C()
        {
            try
            {
                await Sleep(9);
            }
            catch (CancelledException)
            {
                throw KeyError("k");
            }
        }

        LoopTask t = CreateTask(C());
        await Sleep(0);
        t.Cancel();
        await Wait([t]);
        tr(t.IsCancelled, Exn(t.Exception), Exn(t.Exception!.InnerException));
    });

    [Case]
    public void CAN_20() => Run(async tr =>
    {
        var seen = new List<CancelledException>();
        async Coroutine C()
        {
            try
            {
                await Sleep(9);
            }
            catch (CancelledException e)
            {
                seen.Add(e);
                throw;
            }
        }

        LoopTask t = CreateTask(C());
        await Sleep(0);
        t.Cancel();
        for (int i = 0; i < 2; i++)
        {
            try
            {
                await t;
            }
            catch (CancelledException e)
            {
                tr(e == seen[0]);
            }
        }
    });

    [Case]
    public void CAN_21() => Run(async tr =>
    {
        static async Coroutine<string> C()
        {
            while (true)
            {
                try
                {
                    await Sleep(9);
                }
                catch
                {
                    break;
                }
            }

            return "swallowed";
        }

        LoopTask<string> t = CreateTask(C());
        await Sleep(0);
        t.Cancel();
        tr(await t);
    });

    [Case]
    public void CAN_25() => Run(async tr =>
    {
        async IAsyncEnumerable<int> G()
        {
            try
            {
                yield return 1;
                yield return 2;
            }
            finally
            {
                await Sleep(0);
                tr("gen finally");
            }
        }

        await foreach (int x in G())
        {
            break;
        }

        tr("after break");
        GC.Collect();
        tr("after gc");
        await Sleep(0);
        await Sleep(0);
        await Sleep(0);
        tr("later");
    });
}
