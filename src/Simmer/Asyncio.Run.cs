using System.Diagnostics;

namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Makes a loop, runs a coroutine on it to its end, cancels and awaits what is left, and closes the loop.</summary>
    /// <param name="main">The coroutine to run.</param>
    /// <param name="options">The settings; null for the usual ones.</param>
    /// <exception cref="InvalidOperationException">A loop runs on this thread already.</exception>
    /// <exception cref="KeyboardInterruptException">Ctrl-C cancelled the main task, or came when it could not be cancelled any more.</exception>
    /// <remarks>It blocks the calling thread, which is the loop's thread. Semantics: <c>asyncio.run</c>.</remarks>
    /// <example><code>
    /// Asyncio.Run(Main());
    ///
    /// static async Coroutine Main()
    /// {
    ///     Console.WriteLine("Main started");
    ///     await Asyncio.Sleep(1);
    ///     Console.WriteLine("Main finished");
    /// }
    /// </code></example>
    [StackTraceHidden]
    public static void Run(Coroutine main, RunnerOptions? options = null)
    {
        using var runner = new Runner(options);
        runner.Run(main);
    }

    /// <inheritdoc cref="Run(Coroutine, RunnerOptions?)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What the coroutine returned.</returns>
    [StackTraceHidden]
    public static T Run<T>(Coroutine<T> main, RunnerOptions? options = null)
    {
        using var runner = new Runner(options);
        return runner.Run(main);
    }
}
