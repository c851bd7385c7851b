using Simmer.Testing;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesRunner : Cases
{
    [Case]
    public void RUN_02() => Run(async tr =>
    {
        static async Coroutine C()
        {
            try
            {
                await Sleep(99);
            }
            catch
            {
                throw KeyError("late");
            }
        }

        CreateTask(C());
        await Sleep(0);
    });

    [Case]
    public void RUN_03() => Run(async tr =>
    {
        CreateTask(V("stubborn", 9, swallow: 50, tr: tr));
        await Sleep(0);
        tr("main ends at", Now());
    });

    [Case]
    public void RUN_06() => RunSync(tr =>
    {
        var x = new AsyncLocal<int>();
        async Coroutine<int> S(int n)
        {
            int o = x.Value;
            x.Value = n;
            await Task.CompletedTask;
            return o;
        }

        var r = new Runner(new RunnerOptions { Clock = new VirtualClock(), HandleInterrupts = false });
        tr(r.Run(S(1)), r.Run(S(2)), x.Value);
        r.Close();
        r.Close();
        Coroutine<int> co = S(3);
        try
        {
            r.Run(co);
        }
        catch (InvalidOperationException e)
        {
            tr(Exn(e));
        }

        co.Close();
    });
}
