using System.Runtime.CompilerServices;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesTask : Cases
{
    [Case]
    public void TASK_01() => Run(async tr =>
    {
        async Coroutine C(int n)
        {
            tr("start", n);
            await Task.CompletedTask;
        }

        LoopTask[] ts = [CreateTask(C(0)), CreateTask(C(1)), CreateTask(C(2))];
        tr("created");
        await Sleep(0);
        tr(ts.Select(t => t.IsDone));
    });

    [Case]
    public void TASK_02() => Run(async tr =>
    {
        GetRunningLoop().CallSoon(() => tr("other"));
        LoopTask t = CurrentTask()!;
        async Coroutine<int> Inner()
        {
            tr("same task", CurrentTask() == t);
            await Task.CompletedTask;
            return 1;
        }

        tr(await Inner());
        tr("no yield happened");
        await Sleep(0);
    });

    [Case]
    public void TASK_06() => Run(async tr =>
    {
        async Coroutine W(string n)
        {
            for (int i = 0; i < 3; i++)
            {
                tr($"{n}{i}");
                await Sleep(0);
            }
        }

        await Gather(W("a"), W("b"), W("c"));
    });

    [Case]
    public void TASK_11() => Run(async tr =>
    {
        var v = new AsyncLocal<object>();
        TaskContext ctx = TaskContext.Copy();
        async Coroutine C(int x)
        {
            tr("sees", v.Value ?? "unset");
            v.Value = x;
            await Task.CompletedTask;
        }

        await CreateTask(C(1), context: ctx);
        await CreateTask(C(2), context: ctx);
        tr(ctx.Run(() => v.Value), v.Value ?? "parent unset");
    });

    [Case]
    public void TASK_13() => Run(async tr =>
    {
        LoopTask t = CreateTask(Sleep(0));
        tr(AllTasks().Count);
        await t;
        tr(AllTasks().Count, AllTasks().Contains(CurrentTask()!));
    });

    [Case]
    public void TASK_15() => Run(async tr =>
    {
        Drop(tr);
        GC.Collect();
        await Task.CompletedTask;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop(Tr tr)
        {
            async Coroutine C()
            {
                tr("never");
                await Task.CompletedTask;
            }

            C();
        }
    });

    [Case]
    public void TASK_16() => Run(async tr =>
    {
        static async Coroutine C() => await Sleep(0);
        Coroutine co = C();
        await co;
        try
        {
            await co;
        }
        catch (InvalidOperationException e)
        {
            tr(Exn(e));
        }

        Coroutine c2 = C();
        async Coroutine W() => await c2;
        LoopTask t = CreateTask(W());
        await Sleep(0);
        try
        {
            await c2;
        }
        catch (InvalidOperationException e)
        {
            tr(Exn(e));
        }

        await t;
    });

    [Case]
    public void TASK_17() => Run(async tr =>
    {
        static async Coroutine C()
        {
            await Task.CompletedTask;
            throw ValueError("x");
        }

        LoopTask t = CreateTask(C());
        var es = new List<Exception>();
        var n = new List<int>();
        for (int i = 0; i < 4; i++)
        {
            try
            {
                await t;
            }
            catch (ArgumentException e)
            {
                es.Add(e);
                n.Add(e.StackTrace!.Split('\n').Length);
            }
        }

        tr("same object", es[0] == es[3], "grows", n[3] > n[1]);
    });

    [Case]
    public void TASK_18() => Run(async tr =>
    {
        static async Coroutine C()
        {
            await Task.CompletedTask;
            throw ValueError("x");
        }

        LoopTask? t = CreateTask(C());
        await Sleep(0);
        tr("failed, silent", t.IsDone);
        t = null;
        GC.Collect();
        tr("collected");
    });

    [Case]
    public void TASK_19() => RunSync(tr =>
    {
        EventLoop lp = VLoop();
        static async Coroutine C()
        {
            await Task.CompletedTask;
            throw new SystemExitException(9);
        }

        LoopTask t = lp.CreateTask(C());
        static async Coroutine M() => await Sleep(5);
        LoopTask mt = lp.CreateTask(M());
        try
        {
            lp.RunUntilComplete(mt);
        }
        catch (SystemExitException e)
        {
            tr(Exn(e));
        }

        tr("task exc", Exn(t.Exception), "main done", mt.IsDone);
        mt.Cancel();
        try
        {
            lp.RunUntilComplete(mt);
        }
        catch (CancelledException)
        {
            tr("main cancelled");
        }

        lp.Close();
    });

    [Case]
    public void TASK_20() => Run(async tr =>
    {
        static async Coroutine C()
        {
            await Task.CompletedTask;
            throw new B("b");
        }

        LoopTask t = CreateTask(C());
        try
        {
            await t;
        }
        catch (B e)
        {
            tr(Exn(e));
        }
    });

    [Case]
    public void TASK_24() => Run(async tr =>
    {
        LoopTask t = CreateTask(Sleep(9));
        string S() => State(t);
        tr(S());
        await Sleep(0);
        tr(t.ToString().Contains("wait_for="));
        t.Cancel();
        tr(S());
        await Wait([t]);
        tr(S());
        LoopTask u = CreateTask(Sleep(0));
        await u;
        tr(State(u));

        // <Task 'Task-2' pending …>
        static string State(LoopTask task) => task.ToString().TrimEnd('>').Split(' ')[2];
    });

    [Case]
    public void TASK_25() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<int> f = lp.CreateFuture<int>();
        async Coroutine W()
        {
            await f;
            tr("waiter");
        }

        LoopTask t = CreateTask(W());
        await Sleep(0);
        lp.CallSoon(() =>
        {
            tr("setter");
            f.SetResult(1);
        });
        lp.CallSoon(() => tr("already queued"));
        await t;
    });

    [Case]
    public void TASK_28() => Run(async tr =>
    {
        static async Coroutine C()
        {
            await Task.CompletedTask;
            throw ValueError("v");
        }

        try
        {
            try
            {
                throw KeyError("k");
            }
            catch (KeyNotFoundException)
            {
                await CreateTask(C());
            }
        }
        catch (ArgumentException e)
        {
            tr(Exn(e), Exn(e.InnerException));
        }
    });

    private sealed class B(string message) : Exception(message);
}
