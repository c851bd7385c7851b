using System.Runtime.InteropServices;
using static Simmer.Asyncio;

namespace Simmer.Conformance;

/// <summary>The cases that are sent a Ctrl-C, each in a process of its own.</summary>
public sealed partial class CasesSignal : Cases
{
    private const int SigInt = 2;

    internal static IReadOnlyDictionary<string, Action<Tr>> Bodies { get; } = new Dictionary<string, Action<Tr>>
    {
        ["RUN-10"] = CancelledTwice,
        ["RUN-11"] = HandledElsewhere,
        ["SIG-02"] = HandledByTheLoop,
    };

    [Case]
    [Trait("Category", "Slow")]
    public void RUN_10() => InOwnProcess();

    [Case]
    [Trait("Category", "Slow")]
    public void RUN_11() => InOwnProcess();

    [Case]
    [Trait("Category", "Slow")]
    public void SIG_02() => InOwnProcess();

    private static void InOwnProcess([System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The case raises a POSIX signal.");
        OwnProcess.Run(method);
    }

    private static void CancelledTwice(Tr tr)
    {
        static async Coroutine Sub(LoopTask t)
        {
            await Sleep(0);
            Raise(SigInt);

            // .NET handles a signal on a thread of its own: cancel as soon as the loop has heard of it.
            while (t.Cancelling == 0)
            {
                await Sleep(0);
            }

            t.Cancel();
        }

        static async Coroutine Main()
        {
            CreateTask(Sub(CurrentTask()!));
            await Sleep(60);
        }

        try
        {
            Asyncio.Run(Main());
        }
        catch (Exception e)
        {
            tr(Names.Of(e));
        }
    }

    private static void HandledElsewhere(Tr tr)
    {
        var handled = new TaskCompletionSource();
        using PosixSignalRegistration old = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            tr("custom handler");
            context.Cancel = true;
            handled.SetResult();
        });
        async Coroutine<string> Main()
        {
            GetRunningLoop().CallLater(0.01, () => Raise(SigInt));

            // .NET handles a signal on a thread of its own, whenever that gets to run.
            await handled.Task;
            await Sleep(0.04);
            return "ok";
        }

        // .NET does not tell whether somebody else handles a signal: the program does.
        tr(Asyncio.Run(Main(), new RunnerOptions { HandleInterrupts = false }));
    }

    private static void HandledByTheLoop(Tr tr)
    {
        async Coroutine Main()
        {
            EventLoop lp = GetRunningLoop();
            var handled = new AsyncEvent();
            lp.AddSignalHandler(PosixSignal.SIGINT, () =>
            {
                tr("handler");
                handled.Set();
            });
            Raise(SigInt);

            // .NET handles a signal on a thread of its own, whenever that gets to run.
            await handled.Wait();
            await Sleep(0.02);
            tr("main alive");
            lp.RemoveSignalHandler(PosixSignal.SIGINT);
        }

        Asyncio.Run(Main());
    }

    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial int RaiseSignal(int signal);

    private static void Raise(int signal) => Assert.Equal(0, RaiseSignal(signal));
}
