namespace Simmer;

/// <summary>How a staggered race ended.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="Result">The winner's result; the default value if there is no winner.</param>
/// <param name="Winner">The index of the winner, or null.</param>
/// <param name="Exceptions">For each attempt that was begun, its error; null for the winner.</param>
public sealed record StaggeredResult<T>(T? Result, int? Winner, IReadOnlyList<Exception?> Exceptions);

public static partial class Asyncio
{
    /// <summary>Runs coroutines beside each other; the first that succeeds wins, the others are cancelled.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <returns>The result of the first success, once the others have ended.</returns>
    /// <exception cref="AggregateException">Every one failed: the errors, in the order of the arguments.</exception>
    /// <exception cref="ArgumentException">There is no coroutine.</exception>
    /// <remarks>Cancel safety: every coroutine is cancelled and waited for.</remarks>
    /// <example><code>
    /// string page = await Race([Fetch(mirror1), Fetch(mirror2)]);
    /// </code></example>
    public static Coroutine<T> Race<T>(params IEnumerable<Coroutine<T>> coroutines)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        EventLoop loop = RunningLoop("race");
        LoopTask<T>[] runners = [.. coroutines.Select(coroutine => loop.CreateTask(coroutine))];
        return runners.Length > 0
            ? Racing.Race(runners)
            : throw new ArgumentException("There is no coroutine to race.", nameof(coroutines));
    }

    /// <inheritdoc cref="Race{T}(IEnumerable{Coroutine{T}})"/>
    /// <returns>A coroutine that ends with the first success, once the others have ended.</returns>
    public static Coroutine Race(params IEnumerable<Coroutine> coroutines)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        EventLoop loop = RunningLoop("race");
        LoopTask[] runners = [.. coroutines.Select(coroutine => loop.CreateTask(coroutine))];
        return runners.Length > 0
            ? Racing.Race(runners)
            : throw new ArgumentException("There is no coroutine to race.", nameof(coroutines));
    }

    /// <summary>
    /// Begins attempts one after another, each a while after the one before or as soon as that has failed; the first that
    /// succeeds wins, the others are cancelled.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="attempts">What to begin, in order of preference.</param>
    /// <param name="delay">The time between beginnings; null to wait for a failure.</param>
    /// <returns>The result, the winner, and the errors of the others. All failing is no error of the race.</returns>
    /// <remarks>
    /// Cancel safety: every attempt is cancelled and waited for. It is what Happy Eyeballs (RFC 8305) is made of.
    /// Semantics: <c>asyncio.staggered.staggered_race</c>.
    /// </remarks>
    public static Coroutine<StaggeredResult<T>> StaggeredRace<T>(IEnumerable<Func<Coroutine<T>>> attempts, Delay? delay = null)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        delay?.Checked();
        return Racing.Staggered(attempts, delay);
    }
}
