using System.Runtime.CompilerServices;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

/// <summary>Wait and as_completed.</summary>
public sealed class CasesWait : Cases
{
    [Case]
    public void WA_01() => Run(async tr =>
    {
        Func<Coroutine>[] uses =
        [
            async () => await Wait(Array.Empty<Future>()),
            async () => await Wait([CurrentTask()!], returnWhen: (ReturnWhen)99),
        ];
        foreach (Func<Coroutine> use in uses)
        {
            try
            {
                await use();
            }
            catch (ArgumentException e)
            {
                tr(Names.Of(e));
            }
        }

        var (d, _) = await Wait(Enumerable.Range(0, 2).Select(i => CreateTask(V(i))));
        tr(d.Count);
    });

    [Case]
    public void WA_03() => Run(async tr =>
    {
        await WaitForIt();
        GC.Collect();
        tr("end");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Coroutine WaitForIt()
        {
            LoopTask<object> a = CreateTask(V("a", 1, ValueError("x")));
            await Wait([a]);
        }
    });

    [Case]
    public void WA_04() => Run(async tr =>
    {
        LoopTask<object> a = CreateTask(V("a", 1));
        LoopTask<object> b = CreateTask(V("b", 1));
        var (d, p) = await Wait([a, b], returnWhen: ReturnWhen.FirstCompleted);
        tr(d.Count, p.Count);
    });

    [Case]
    public void WA_07() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<int> f = lp.CreateFuture<int>();
        f.SetResult(1);
        long t0 = lp.Iterations;
        await Wait([f]);
        tr("ticks", lp.Iterations - t0);
        Future<int> g = lp.CreateFuture<int>();
        var (d, p) = await Wait([f, g], timeout: 0);
        tr(d.Count, p.Count);
        g.Cancel();
    });

    [Case]
    public void WA_08() => Run(async tr =>
    {
        LoopTask<object> a = CreateTask(V("a", 1));
        var (d, _) = await Wait([a, a]);
        tr(d.Count);
    });

    [Case]
    public void AC_01() => Run(async tr =>
    {
        List<Coroutine<object>> cs = [.. AsCompleted([V("slow", 2), V("fast", 1)])];
        tr(await cs[1], await cs[0]);
    });

    [Case]
    public void AC_03() => Run(async tr =>
    {
        LoopTask<object> b = CreateTask(V("b", 5));
        foreach (Coroutine<object> c in AsCompleted([CreateTask(V("a", 1)), b], timeout: 2))
        {
            try
            {
                tr(await c);
            }
            catch (System.TimeoutException)
            {
                tr("TimeoutError at", Now(), "b cancelling", b.Cancelling);
            }
        }

        tr(await b);
    });

    [Case]
    public void AC_06() => Run(async tr =>
    {
        LoopTask<object>[] ts = [CreateTask(V(0, 1)), CreateTask(V(1, 1)), CreateTask(V(2, 1))];
        var results = new List<object>();
        await foreach (LoopTask<object> t in AsCompleted(ts.Reverse()))
        {
            results.Add(await t);
        }

        tr(results);
    });

    [Case]
    public void AC_07() => Run(async tr =>
    {
        foreach (Coroutine<object> c in AsCompleted([V("a", 1, ValueError("x")), V("b", 2)]))
        {
            try
            {
                tr(await c);
            }
            catch (ArgumentException e)
            {
                tr(Exn(e));
            }
        }
    });
}
