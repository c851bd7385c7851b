using Simmer.Testing;

namespace Simmer.Tests.Synchronization;

/// <summary>Runs a test's coroutine on virtual time.</summary>
internal static class Scenario
{
    internal static RunnerOptions Options(SchedulePolicy? policy = null) =>
        new() { Clock = new VirtualClock(), Policy = policy, HandleInterrupts = false };

    internal static void Run(Func<Coroutine> body) => Asyncio.Run(body(), Options());

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

    /// <summary>Awaits a coroutine that is to fail, and gives its error.</summary>
    internal static async Coroutine<TError> Fails<TError>(Coroutine coroutine)
        where TError : Exception
    {
        try
        {
            await coroutine;
        }
        catch (Exception error)
        {
            return Assert.IsType<TError>(error);
        }

        throw new Xunit.Sdk.XunitException($"No {typeof(TError).Name} was thrown.");
    }

    /// <inheritdoc cref="Fails{TError}(Coroutine)"/>
    internal static Coroutine<TError> Fails<TError, T>(Coroutine<T> coroutine)
        where TError : Exception
    {
        return Fails<TError>(Discard());

        async Coroutine Discard() => await coroutine;
    }

    /// <summary>Waits for tasks however they end.</summary>
    internal static async Coroutine Settled(params LoopTask[] tasks)
    {
        foreach (LoopTask task in (await Asyncio.Wait(tasks)).Done.Where(task => !task.IsCancelled))
        {
            _ = task.Exception;
        }
    }
}

/// <summary>Lines that a scenario leaves, as a Python program would print them.</summary>
internal sealed class Trace
{
    internal List<string> Lines { get; } = [];

    internal void Add(params object?[] words) => Lines.Add(string.Join(' ', words));
}
