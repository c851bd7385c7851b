using Simmer.Testing;

namespace Simmer.Tests.Support;

/// <summary>A loop on virtual time for one test, and what it reported to its exception handler.</summary>
internal sealed class TestLoop
{
    internal VirtualClock Clock { get; } = new();

    internal List<ExceptionContext> Reports { get; } = [];

    /// <summary>What the guards found.</summary>
    internal List<LoopWarning> Warnings { get; } = [];

    internal bool? Debug { get; init; }

    /// <summary>By default blocking is not watched: it goes by real time, which a loaded machine makes long.</summary>
    internal GuardOptions Guards { get; init; } = new() { Blocking = BlockingPolicy.Ignore };

    internal LoopObserver? Observer { get; init; }

    internal SchedulePolicy? Policy { get; init; }

    internal RunnerOptions Options => new() { LoopFactory = MakeLoop, HandleInterrupts = false };

    /// <summary>Runs a body that is to leave nothing for the exception handler.</summary>
    internal static void Run(Func<Coroutine> body)
    {
        var loop = new TestLoop();
        loop.RunReporting(body);
        Assert.Empty(loop.Reports);
        Assert.Empty(loop.Warnings);
    }

    /// <summary>Runs a body; what goes to the exception handler is kept for the test to look at.</summary>
    internal void RunReporting(Func<Coroutine> body) => Asyncio.Run(body(), Options);

    internal EventLoop MakeLoop() => new(new EventLoopOptions { Clock = Clock, Policy = Policy, Observer = Observer, Debug = Debug, Guards = Guards })
    {
        ExceptionHandler = (_, context) => Reports.Add(context),
        WarningHandler = (_, warning) => Warnings.Add(warning),
    };
}
