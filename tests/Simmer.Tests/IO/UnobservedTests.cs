using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.IO;

/// <summary>Errors that nobody asks for. .NET counts those of tasks in the whole process, so each test has one of its own.</summary>
[Collection(nameof(Descriptors))]
[Trait("Category", "Slow")]
public sealed class UnobservedTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_notice_over_tls_that_the_peer_does_not_take_leaves_none(ReactorKind kind)
    {
        // On a loaded machine a step may take long: that is no error here.
        using OwnProcess process = OwnProcess.Start(kind == ReactorKind.Epoll ? CountOverEpoll : CountOverNet, "SIMMER_BLOCKING=ignore");
        (int exitCode, string output, string errors) = process.End();
        Assert.Equal("0 errors unobserved", output.Trim());
        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
    }

    private static void CountOverEpoll() => Count(ReactorKind.Epoll);

    private static void CountOverNet() => Count(ReactorKind.Portable);

    private static void Count(ReactorKind kind)
    {
        int errors = 0;
        TaskScheduler.UnobservedTaskException += (_, _) => errors++;
        foreach (bool isCancelled in (bool[])[false, true])
        {
            IoLoop.Run(kind, () => CloseFull(kind, isCancelled));
        }

        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Console.WriteLine($"{errors} errors unobserved");
    }

    private static async Coroutine CloseFull(ReactorKind kind, bool isCancelled)
    {
        await using TlsPair pair = await TlsPair.OpenUnix();
        Kernel.Fill(pair.Client);
        if (kind == ReactorKind.Portable)
        {
            await pair.Client.Send("this reactor takes one send more");
        }

        if (isCancelled)
        {
            LoopTask end = CreateTask(pair.Client.WriteEof());
            await Until.Iterations(3);
            end.Cancel();
            await Until.Settled(end);
        }
    }
}
