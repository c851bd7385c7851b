using System.Runtime.CompilerServices;
using Simmer.Testing;

namespace Simmer.Conformance;

/// <summary>Runs the cases as the oracle's <c>harness.py</c> runs them, and compares their traces with CPython's.</summary>
public abstract class Cases
{
    /// <summary>Plays a case in a coroutine, on virtual time unless told otherwise, and compares.</summary>
    private protected static void Run(
        Func<Tr, Coroutine> body, bool eager = false, TimeProvider? clock = null, [CallerMemberName] string method = "") =>
        Verdict.On(CaseAttribute.IdOf(method), Play(body, eager, clock ?? new VirtualClock()));

    /// <summary>Plays a case that makes its own loops, and compares.</summary>
    private protected static void RunSync(Action<Tr> body, [CallerMemberName] string method = "") =>
        Verdict.On(CaseAttribute.IdOf(method), Play(body));

    internal static List<string> Play(Action<Tr> body)
    {
        var lines = new List<string>();
        Tr tr = values => lines.Add(Py.Line(values));
        try
        {
            body(tr);
        }
        catch (Exception error)
        {
            tr("OUTER-RAISES", Py.Exn(error));
        }

        return lines;
    }

    private static List<string> Play(Func<Tr, Coroutine> body, bool eager, TimeProvider clock) => Play(tr =>
    {
        var options = new RunnerOptions
        {
            HandleInterrupts = false,
            LoopFactory = () => new EventLoop(new EventLoopOptions { Clock = clock })
            {
                EagerTasks = eager,
                ExceptionHandler = (_, context) => tr(Reported(context)),
                WarningHandler = (_, warning) => Warned(tr, warning),
            },
        };
        using var runner = new Runner(options);
        try
        {
            runner.Run(Main());
        }
        catch (Exception error)
        {
            tr("RUN-RAISES", Py.Exn(error));
        }

        async Coroutine Main() => await body(tr);
    });

    /// <summary>A loop on virtual time, as the cases that run outside of one make it.</summary>
    private protected static EventLoop VLoop() => new(new EventLoopOptions { Clock = new VirtualClock() });

    /// <summary>Code that blocks the loop for a time.</summary>
    private protected static void Block(EventLoop loop, double seconds) => ((VirtualClock)loop.Clock).Advance(seconds);

    private protected static double Now() => Math.Round(Asyncio.GetRunningLoop().Time, 6);

    /// <summary>The actor of many cases: sleeps, and then fails or returns its name; tells or swallows a cancellation.</summary>
    private protected static async Coroutine<object> V(
        object x, double d = 0, Exception? exc = null, Tr? tr = null, double? swallow = null)
    {
        try
        {
            await Asyncio.Sleep(d);
        }
        catch (CancelledException)
        {
            tr?.Invoke(x, "cancelled at", Now());
            if (swallow is not { } cleanUp)
            {
                throw;
            }

            if (cleanUp > 0)
            {
                await Asyncio.Sleep(cleanUp);
            }

            tr?.Invoke(x, "swallowed");
            return $"{x}-swallowed";
        }

        if (exc is not null)
        {
            throw exc;
        }

        tr?.Invoke(x, "finished at", Now());
        return x;
    }

    /// <summary>The oracle's line about a coroutine that was never awaited; it cuts the name off.</summary>
    private protected static void Warned(Tr tr, LoopWarning warning)
    {
        if (warning.Kind == LoopWarningKind.NeverAwaited)
        {
            Assert.StartsWith("Coroutine '", warning.Message);
            tr("WARN RuntimeWarning: coroutine '_.");
        }
    }

    private static string Reported(ExceptionContext context)
    {
        // What follows these names a callback, or a client by its port.
        string[] beginnings = ["Exception in callback", "Error in the handler"];
        string message = Array.Find(beginnings, beginning => context.Message.StartsWith(beginning, StringComparison.Ordinal))
            ?? Names.InText(context.Message);
        return $"EH:{message}{(context.Exception is { } error ? $" {Py.Exn(error)}" : "")}";
    }
}
