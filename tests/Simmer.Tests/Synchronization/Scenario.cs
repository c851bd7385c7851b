using Simmer.Testing;

namespace Simmer.Tests.Synchronization;

/// <summary>Runs a test's coroutine on virtual time.</summary>
internal static class Scenario
{
    internal static void Run(Func<Coroutine> body) =>
        Asyncio.Run(body(), new RunnerOptions { Clock = new VirtualClock(), HandleInterrupts = false });

    /// <summary>Checks what the coroutine writes into the trace, line by line.</summary>
    internal static void Trace(string[] expected, Func<Trace, Coroutine> body)
    {
        var trace = new Trace();
        Run(() => body(trace));
        Assert.Equal(expected, trace.Lines);
    }

    /// <summary>Lets that many iterations of the loop pass.</summary>
    internal static async Coroutine Iterations(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Asyncio.Sleep(0);
        }
    }
}

/// <summary>Lines that a scenario leaves, as a Python program would print them.</summary>
internal sealed class Trace
{
    internal List<string> Lines { get; } = [];

    internal void Add(params object?[] words) => Lines.Add(string.Join(' ', words));
}
