using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesWaitFor : Cases
{
    [Case]
    public void WF_01() => Run(async tr =>
    {
        LoopTask me = CurrentTask()!;
        var x = new AsyncLocal<int>();
        async Coroutine<bool> C()
        {
            x.Value = 1;
            await Task.CompletedTask;
            return CurrentTask() == me;
        }

        tr(await WaitFor(C(), 1), x.Value);
    });

    [Case]
    public void WF_02() => Run(async tr =>
    {
        static async Coroutine C()
        {
            try
            {
                await Sleep(9);
            }
            finally
            {
                await Sleep(3);
            }
        }

        try
        {
            await WaitFor(C(), 1);
        }
        catch (System.TimeoutException)
        {
            tr("TimeoutError at", Now());
        }
    });

    [Case]
    public void WF_03() => Run(async tr => tr(await WaitFor(V("x", 9, swallow: 0), 1), Now()));

    [Case]
    public void WF_04() => Run(async tr =>
    {
        static async Coroutine C()
        {
            try
            {
                await Sleep(9);
            }
            catch
            {
                throw KeyError("cleanup");
            }
        }

        try
        {
            await WaitFor(C(), 1);
        }
        catch (Exception e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void WF_05() => Run(async tr =>
    {
        Future<string> f = GetRunningLoop().CreateFuture<string>();
        f.SetResult("done");
        tr(await WaitFor(f, 0));
        async Coroutine C()
        {
            tr("started");
            await Task.CompletedTask;
        }

        foreach (double d in new[] { 0.0, -1 })
        {
            try
            {
                await WaitFor(C(), d);
            }
            catch (System.TimeoutException)
            {
                tr("TimeoutError");
            }
        }
    });

    [Case]
    public void WF_08() => Run(async tr => tr(await WaitFor(V("x", 3), null), Now()));
}
