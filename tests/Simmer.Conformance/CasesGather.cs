using System.Runtime.CompilerServices;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

/// <summary>Gather and shield.</summary>
public sealed class CasesGather : Cases
{
    [Case]
    public void GA_01() => Run(async tr =>
    {
        object[] results = await Gather([V("a", 3), V("b", 1), V("c", 2)]);
        tr([results]);
    });

    [Case]
    public void GA_02() => Run(async tr =>
    {
        Future<object[]> f = Gather<object>(Array.Empty<Coroutine<object>>());
        tr(f.IsDone, await f);
    });

    [Case]
    public void GA_04() => Run(async tr =>
    {
        try
        {
            await Gather(V("slow", 2, tr: tr), V("bad", 1, ValueError("boom")));
        }
        catch (ArgumentException e)
        {
            tr("caught", Exn(e), "at", Now());
        }

        await Sleep(2);
        tr("t", Now());
    });

    [Case]
    public void GA_06() => Run(async tr =>
    {
        LoopTask<object> t = CreateTask(V("c", 9));
        GetRunningLoop().CallLater(1, () => t.Cancel());
        Outcome<object>[] r = await GatherOutcomes(new IAwaitable<object>[] { V("a", 2), V("b", 1, KeyError("k")), t });
        tr(r.Select(x => x.IsSuccess ? x.Value : Exn(x.Exception)), Now());
    });

    [Case]
    public void GA_07() => Run(async tr =>
    {
        LoopTask<object> t = CreateTask(V("c", 9));
        LoopTask<object> u = CreateTask(V("d", 3));
        Future<object[]> g = Gather(new IAwaitable<object>[] { t, u });
        GetRunningLoop().CallLater(1, () => t.Cancel());
        try
        {
            await g;
        }
        catch (CancelledException)
        {
            tr("CancelledError", CurrentTask()!.Cancelling);
        }

        tr(g.IsCancelled, Exn(g.Exception), "sibling done", u.IsDone);
        tr(await u);
    });

    [Case]
    public void GA_09() => Run(async tr =>
    {
        Future<Outcome<object>[]> g = GatherOutcomes(V("a", 5, tr: tr, swallow: 2), V("b", 5, tr: tr));
        await Sleep(1);
        g.Cancel();
        try
        {
            tr(await g);
        }
        catch (CancelledException)
        {
            tr("CancelledError at", Now());
        }
    });

    [Case]
    public void GA_10() => Run(async tr =>
    {
        var g = Gather(V("slow-cleanup", 5, tr: tr, swallow: 3), V("b", 5, tr: tr));
        await Sleep(1);
        g.Cancel();
        try
        {
            await g;
        }
        catch (CancelledException)
        {
            tr("gather raised at", Now());
        }

        await Sleep(5);
    });

    [Case]
    public void GA_11() => Run(async tr =>
    {
        var g = Gather(V("a", 5, swallow: 0), V("b", 5, swallow: 0));
        await Sleep(1);
        g.Cancel();
        try
        {
            tr(await g);
        }
        catch (CancelledException e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void GA_13() => Run(async tr =>
    {
        EventLoop l2 = VLoop();
        Future<int> f = l2.CreateFuture<int>();
        try
        {
            _ = Gather(new IAwaitable<int>[] { GetRunningLoop().CreateFuture<int>(), f });
        }
        catch (ArgumentException)
        {
            tr("ValueError");
        }

        l2.Close();
        await Task.CompletedTask;
    });

    [Case]
    public void GA_16() => Run(async tr =>
    {
        try
        {
            // The compiler lets no other wrong argument through.
            _ = Gather(new IAwaitable<object>[] { V("a", 1, tr: tr), null! });
        }
        catch (ArgumentException)
        {
            tr("TypeError");
        }

        await Sleep(2);
    });

    [Case]
    public void SH_01() => Run(async tr =>
    {
        LoopTask<object> it = CreateTask(V("inner", 3, tr: tr));
        async Coroutine O()
        {
            try
            {
                await Shield(it);
            }
            catch (CancelledException)
            {
                tr("outer cancelled at", Now());
                throw;
            }
        }

        LoopTask t = CreateTask(O());
        await Sleep(1);
        t.Cancel();
        await Wait([t]);
        tr(it.Cancelling, await it);
    });

    [Case]
    public void SH_02() => Run(async tr =>
    {
        LoopTask<object> it = CreateTask(V("inner", 3));
        Future<object> s = Shield(it);
        await Sleep(1);
        it.Cancel();
        await Sleep(0);
        await Sleep(0);
        tr(s.IsCancelled);
    });

    [Case]
    public void SH_03() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        f.SetResult(1);
        tr(Shield(f) == f);
        await Task.CompletedTask;
    });

    [Case]
    public void SH_04() => Run(async tr =>
    {
        Future<object> s = Start();
        await Sleep(1);
        s.Cancel();
        await Sleep(3);
        s = null!;
        GC.Collect();
        tr("end");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Future<object> Start() => Shield(CreateTask(V("inner", 3, ValueError("late"))));
    });

    [Case]
    public void SH_05() => Run(async tr => tr(await Shield(V("c", 1))));

    [Case]
    public void SH_07() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<int>[] f = [lp.CreateFuture<int>(), lp.CreateFuture<int>()];
        Future<int[]> g = Gather(f.Select(Shield));
        await Sleep(0);
        g.Cancel();
        try
        {
            await g;
        }
        catch (CancelledException)
        {
            tr(f.Select(x => x.IsCancelled));
        }
    });
}
