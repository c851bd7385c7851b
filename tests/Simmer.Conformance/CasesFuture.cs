using System.Runtime.CompilerServices;
using static Simmer.Asyncio;
using static Simmer.Conformance.Py;

namespace Simmer.Conformance;

public sealed class CasesFuture : Cases
{
    [Case]
    public void FUT_01() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<int> f = lp.CreateFuture<int>();
        f.AddDoneCallback(_ => tr("cb1"));
        f.AddDoneCallback(_ => tr("cb2"));
        f.SetResult(1);
        tr("set");
        await Sleep(0);
        tr("next tick");
    });

    [Case]
    public void FUT_02() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        f.SetResult(1);
        f.AddDoneCallback(_ => tr("cb"));
        tr("added");
        await Sleep(0);
    });

    [Case]
    public void FUT_03() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        Action<Future> cb = _ => tr("cb");
        f.AddDoneCallback(cb);
        f.AddDoneCallback(cb);
        tr(f.RemoveDoneCallback(cb), f.RemoveDoneCallback(cb));
        f.AddDoneCallback(cb);
        f.SetResult(0);
        tr(f.RemoveDoneCallback(cb));
        await Sleep(0);
    });

    [Case]
    public void FUT_04() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        Action[] uses = [() => _ = f.Result, () => _ = f.Exception];
        foreach (Action g in uses)
        {
            try
            {
                g();
            }
            catch (InvalidStateException e)
            {
                tr(Names.Of(e));
            }
        }

        f.SetResult(1);
        try
        {
            f.SetResult(2);
        }
        catch (InvalidStateException e)
        {
            tr(Names.Of(e));
        }

        tr(f.Cancel(), f.Result);
        await Task.CompletedTask;
    });

    [Case]
    public void FUT_05() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        f.AddDoneCallback(f => tr("cb cancelled", f.IsCancelled));
        tr(f.Cancel("why"), f.IsCancelled, f.IsDone, f.Cancel("again"));
        try
        {
            _ = f.Result;
        }
        catch (CancelledException e)
        {
            tr(Exn(e));
        }

        await Sleep(0);
    });

    [Case]
    public void FUT_06() => Run(async tr =>
    {
        Exception? timedOut = null;
        try
        {
            await WaitFor(Sleep(2), 1);
        }
        catch (Exception e)
        {
            timedOut = e;
        }

        tr(
            typeof(CancelledException).IsSubclassOf(typeof(Exception)),
            typeof(CancelledException).BaseType!.Name,
            timedOut?.GetType() == typeof(System.TimeoutException));
    });

    [Case]
    public void FUT_07() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<string> f = lp.CreateFuture<string>();
        f.SetResult("v");
        lp.CallSoon(() => tr("other"));
        tr(await f);
        tr("still before other");
        await Sleep(0);
    });

    [Case]
    public void FUT_10() => Run(async tr =>
    {
        Fail(tr);
        GC.Collect();
        tr("collected");
        await Task.CompletedTask;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Fail(Tr tr)
        {
            Future<int> f = GetRunningLoop().CreateFuture<int>();
            f.SetException(ValueError("lost"));
            tr("set");
        }
    });

    [Case]
    public void FUT_11() => Run(async tr =>
    {
        Retrieve(tr);
        GC.Collect();
        tr("silent");
        await Task.CompletedTask;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Retrieve(Tr tr)
        {
            EventLoop lp = GetRunningLoop();
            Future<int> a = lp.CreateFuture<int>();
            a.SetException(ValueError("a"));
            _ = a.Exception;
            Future<int> b = lp.CreateFuture<int>();
            b.SetException(ValueError("b"));
            tr("cancel returns", b.Cancel());
        }
    });

    [Case]
    public void FUT_12() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        f.AddDoneCallback(_ => throw ZeroDivisionError());
        f.AddDoneCallback(_ => tr("second ran"));
        f.SetResult(5);
        await Sleep(0);
        tr(f.Result);
    });

    [Case]
    public void FUT_13() => Run(async tr =>
    {
        EventLoop lp2 = VLoop();
        Future<int> f = lp2.CreateFuture<int>();
        try
        {
            await f;
        }
        catch (InvalidOperationException e)
        {
            tr(e.Message.Contains("attached to a different loop"));
        }

        lp2.Close();
    });

    [Case]
    public void FUT_15() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<int> f = lp.CreateFuture<int>();
        tr(EnsureFuture(f, lp) == f);
        static async Coroutine<string> Await(Awaitable awaitable) => await awaitable;
        tr(await CreateTask(Await(new Awaitable())));
        EventLoop l2 = VLoop();
        try
        {
            EnsureFuture(f, l2);
        }
        catch (ArgumentException)
        {
            tr("ValueError");
        }

        l2.Close();

        static Future EnsureFuture(IAwaitable awaitable, EventLoop loop) => awaitable.ToFuture(loop);
    });

    [Case]
    public void FUT_16() => Run(async tr =>
    {
        EventLoop lp = GetRunningLoop();
        Future<int> f = lp.CreateFuture<int>();
        f.AddDoneCallback(_ => tr("cb-before"));
        async Coroutine W()
        {
            await f;
            tr("task");
        }

        LoopTask t = CreateTask(W());
        await Sleep(0);
        f.AddDoneCallback(_ => tr("cb-after"));
        f.SetResult(1);
        await t;
    });

    [Case]
    public void FUT_17() => Run(async tr =>
    {
        Future<int> f = GetRunningLoop().CreateFuture<int>();
        void Second(Future _) => tr("second");
        void First(Future f)
        {
            tr("first removes", f.RemoveDoneCallback(Second));
            f.AddDoneCallback(_ => tr("added late"));
        }

        f.AddDoneCallback(First);
        f.AddDoneCallback(Second);
        f.SetResult(1);
        for (int i = 0; i < 3; i++)
        {
            await Sleep(0);
        }
    });

    /// <summary>An awaitable that is not Simmer's.</summary>
    private sealed class Awaitable
    {
        public CoroutineAwaiter<string> GetAwaiter() => Sleep(0, "aw").GetAwaiter();
    }
}
