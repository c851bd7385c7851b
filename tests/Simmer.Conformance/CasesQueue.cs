using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesQueue : Cases
{
    [Case]
    public void QU_01() => Run(async tr =>
    {
        var q = new AsyncQueue<int>(0);
        for (int i = 0; i < 5; i++)
        {
            q.PutNowait(i);
        }

        tr(q.IsFull, q.Count);
        await Task.CompletedTask;
    });

    [Case]
    public void QU_03() => Run(async tr =>
    {
        var q = new AsyncQueue<string>();
        LoopTask<string> a = CreateTask(q.Get());
        LoopTask<string> b = CreateTask(q.Get());
        await Sleep(0);
        q.PutNowait("item");
        a.Cancel();
        tr(await b, a.IsCancelled);
    });

    [Case]
    public void QU_04() => Run(async tr =>
    {
        var q = new AsyncQueue<object>(1);
        q.PutNowait(0);
        LoopTask a = CreateTask(q.Put("a"));
        LoopTask b = CreateTask(q.Put("b"));
        await Sleep(0);
        q.GetNowait();
        a.Cancel();
        await Sleep(0);
        await Sleep(0);
        tr(a.IsCancelled, b.IsDone, q.GetNowait());
    });

    [Case]
    public void QU_06() => Run(async tr =>
    {
        var q = new AsyncQueue<string>();
        async Coroutine G(string n) => tr(n, await q.Get());
        LoopTask a = CreateTask(G("first"));
        LoopTask b = CreateTask(G("second"));
        await Sleep(0);
        q.PutNowait("x");
        tr("barger", q.GetNowait());
        await Sleep(0);
        q.PutNowait("y");
        q.PutNowait("z");
        await Gather(a, b);
    });

    [Case]
    public void QU_07() => Run(async tr =>
    {
        var q = new AsyncQueue<int>();
        await q.Join();
        q.PutNowait(1);
        LoopTask j = CreateTask(q.Join());
        await Sleep(0);
        await q.Get();
        tr(j.IsDone);
        q.TaskDone();
        await j;
        tr("joined");
        try
        {
            q.TaskDone();
        }
        catch (InvalidOperationException e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void QU_08() => Run(async tr =>
    {
        var q = new AsyncQueue<object>(1);
        q.PutNowait("i");
        LoopTask p = CreateTask(q.Put("x"));
        LoopTask j = CreateTask(q.Join());
        await Sleep(0);
        q.Shutdown();
        Outcome<object?>[] r = await GatherOutcomes(new IAwaitable[] { p });
        tr(Names.Of(r[0].Exception!), await q.Get());
        Func<Coroutine>[] uses = [async () => await q.Get(), () => q.Put(1)];
        foreach (Func<Coroutine> f in uses)
        {
            try
            {
                await f();
            }
            catch (QueueShutDownException)
            {
                tr("QueueShutDown");
            }
        }

        tr("join done", j.IsDone);
        q.TaskDone();
        await j;
        tr("joined");
    });

    [Case]
    public void QU_09() => Run(async tr =>
    {
        var q = new AsyncQueue<int>();
        q.PutNowait(1);
        q.PutNowait(2);
        await q.Get();
        LoopTask j = CreateTask(q.Join());
        await Sleep(0);
        q.Shutdown(immediate: true);
        tr(q.Count);
        await Sleep(0);
        tr("join done", j.IsDone);
        q.TaskDone();
        await j;
        tr("joined");
        try
        {
            q.GetNowait();
        }
        catch (QueueShutDownException)
        {
            tr("QueueShutDown");
        }
    });

    [Case]
    public void QU_10() => Run(async tr =>
    {
        var p = new AsyncPriorityQueue<int>();
        foreach (int i in new[] { 3, 1, 2 })
        {
            p.PutNowait(i);
        }

        tr(new[] { p.GetNowait(), p.GetNowait(), p.GetNowait() });
        var l = new AsyncLifoQueue<int>(1);
        l.PutNowait(1);
        try
        {
            l.PutNowait(2);
        }
        catch (QueueFullException)
        {
            tr("QueueFull");
        }

        l.GetNowait();
        try
        {
            l.GetNowait();
        }
        catch (QueueEmptyException)
        {
            tr("QueueEmpty");
        }

        await Task.CompletedTask;
    });

    [Case]
    public void QU_11() => Run(async tr =>
    {
        var q = new AsyncQueue<int>(1);
        async Coroutine P()
        {
            for (int i = 0; i < 3; i++)
            {
                await q.Put(i);
                tr("put", i);
            }
        }

        async Coroutine C()
        {
            for (int i = 0; i < 3; i++)
            {
                tr("got", await q.Get());
            }
        }

        await Gather(P(), C());
    });
}
