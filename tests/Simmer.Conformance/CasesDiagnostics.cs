using System.Diagnostics;
using static Simmer.Asyncio;

namespace Simmer.Conformance;

/// <summary>The cases about what a program can see of itself, and about staggered races.</summary>
public sealed class CasesDiagnostics : Cases
{
    [Case]
    public void TASK_23() => Run(async tr =>
    {
        static async Coroutine C() => await Sleep(0);
        static async Coroutine D()
        {
            await Task.CompletedTask;
            throw Py.ZeroDivisionError();
        }

        // get_stack() is the call graph's stack while the task is suspended, and the trace of its error once it has failed.
        static int Frames(LoopTask task) => task.IsDone && task.Exception is { } error
            ? new StackTrace(error).GetFrames().Count(static frame => frame.GetMethod()?.DeclaringType?.Name.Contains("__D|") == true)
            : CaptureCallGraph(task)!.CallStack.Count;

        LoopTask t = CreateTask(C());
        LoopTask u = CreateTask(D());
        await Sleep(0);
        tr(Frames(t), Frames(u));
        await t;
        tr(Frames(t));
        _ = u.Exception;
    });

    [Case]
    public void STG_01() => Run(async tr =>
    {
        StaggeredResult<object> result = await StaggeredRace([() => V("slow", 9, tr: tr), () => V("ok", 2)], 1);
        Tell();
        result = await StaggeredRace([() => V("bad", 0.5, new IOException("x")), () => V("ok", 2)], 5);
        Tell();

        void Tell() => tr(result.Result, result.Winner, result.Exceptions.Select(Py.Exn), Now());
    });

    [Case]
    public void DBG_01() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        tr(lp.SlowCallbackDuration, lp.CreateFuture<int>().CreationStack);
        lp.Debug = true;
        Future<int> f = lp.CreateFuture<int>();
        tr(f.CreationStack is not null);
        lp.Debug = false;
        await Task.CompletedTask;
    });

    [Case]
    public void GRA_01() => Run(async tr =>
    {
        static async Coroutine Leaf() => await Sleep(1);
        static async Coroutine Mid(int n) => await Leaf();
        static async Coroutine Top() => await TaskGroup.Run(async g => g.CreateTask(Mid(1), name: "kid"));

        LoopTask t = CreateTask(Top(), name: "top");
        await Sleep(0);
        await Sleep(0);
        LoopTask k = AllTasks().First(task => task.Name == "kid");
        FutureCallGraph c = CaptureCallGraph(k)!;
        tr(
            c.CallStack.Select(entry => entry.Method),
            c.AwaitedBy.Select(by => ((LoopTask)by.Future).Name),
            c.AwaitedBy[0].CallStack.Select(entry => entry.Method));
        await t;
    });
}
