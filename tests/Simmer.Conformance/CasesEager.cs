using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesEager : Cases
{
    [Case]
    public void EA_01() => Run(
        async tr =>
        {
            async Coroutine<int> C(int n)
            {
                tr("run", n);
                await Task.CompletedTask;
                return n;
            }

            async Coroutine D()
            {
                tr("d1");
                await Sleep(0);
                tr("d2");
            }

            LoopTask<int> t = CreateTask(C(1));
            tr("returned", t.IsDone, t.Result);
            LoopTask u = CreateTask(D());
            tr("returned", u.IsDone);
            await u;
        },
        eager: true);

    [Case]
    public void EA_02() => Run(
        async tr =>
        {
            async Coroutine C()
            {
                tr("child");
                await Task.CompletedTask;
            }

            CreateTask(C());
            tr("parent");
            await Sleep(0);
        },
        eager: true);

    [Case]
    public void EA_03() => Run(
        async tr =>
        {
            LoopTask me = CurrentTask()!;
            var x = new AsyncLocal<int>();
            async Coroutine C()
            {
                tr(CurrentTask() == me);
                x.Value = 1;
                await Task.CompletedTask;
            }

            CreateTask(C());
            tr(CurrentTask() == me, x.Value);
            await Task.CompletedTask;
        },
        eager: true);

    [Case]
    public void EA_04() => Run(
        async tr =>
        {
            static async Coroutine C()
            {
                await Task.CompletedTask;
                throw ValueError("x");
            }

            static async Coroutine K()
            {
                await Task.CompletedTask;
                throw new SystemExitException(2);
            }

            LoopTask t = CreateTask(C());
            tr(t.IsDone, Exn(t.Exception));
            try
            {
                CreateTask(K());
            }
            catch (SystemExitException e)
            {
                tr("raised", Exn(e));
            }
        },
        eager: true);

    [Case]
    public void EA_05() => Run(
        async tr =>
        {
            LoopTask<string> t = CreateTask(Sleep(0, "x"));
            LoopTask<object> u = CreateTask(V("u", 0));
            static async Coroutine<int> C()
            {
                await Task.CompletedTask;
                return 1;
            }

            LoopTask<int> w = CreateTask(C());
            tr(w.Cancel(), t.Cancel("m"));
            try
            {
                await t;
            }
            catch (CancelledException e)
            {
                tr(Exn(e));
            }

            await u;
        },
        eager: true);

    [Case]
    public void EA_07() => Run(
        async tr =>
        {
            static async Coroutine Bad()
            {
                await Task.CompletedTask;
                throw ValueError("x");
            }

            static async Coroutine<int> Ok()
            {
                await Sleep(0);
                return 1;
            }

            try
            {
                await TaskGroup.Run(async g =>
                {
                    g.CreateTask(Bad());
                    try
                    {
                        g.CreateTask(Ok());
                        tr("second create_task accepted");
                    }
                    catch (InvalidOperationException e)
                    {
                        tr("second create_task", e.Message.Split("> ")[1]);
                    }

                    try
                    {
                        await Sleep(1);
                        tr("not cancelled");
                    }
                    catch (CancelledException)
                    {
                        tr("body cancelled at", Now());
                        throw;
                    }
                });
            }
            catch (AggregateException e)
            {
                tr(Exn(e));
            }
        },
        eager: true);

    [Case]
    public void EA_08() => Run(async tr =>
    {
        async Coroutine C()
        {
            tr("run");
            await Task.CompletedTask;
        }

        LoopTask t = CreateTask(C(), eagerStart: true);
        tr(t.IsDone);
        LoopTask u = CreateTask(C());
        tr(u.IsDone);
        await u;
    });
}
