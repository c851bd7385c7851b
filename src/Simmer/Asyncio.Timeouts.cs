namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Runs a body in the caller's task, for at most a time.</summary>
    /// <param name="delay">The time, from when the body begins; null for ever; zero or less ends it at its first suspension.</param>
    /// <param name="body">The body; it gets the scope, to move the deadline or ask whether it passed.</param>
    /// <returns>A coroutine that ends with the body.</returns>
    /// <exception cref="TimeoutException">The time was over and the body was cancelled.</exception>
    /// <remarks>
    /// Only a cancellation that this scope caused becomes a <see cref="TimeoutException"/>, whose inner exception is the
    /// cancellation. A .NET task cannot be interrupted: a body that awaits nothing else, or an async iterator that does, ends in
    /// time only if the task was given <see cref="CancellationToken"/>. Semantics: <c>asyncio.timeout</c>. Cancel safety: a cancellation by
    /// somebody else passes through as it is, and is no time-out.
    /// </remarks>
    /// <example><code>
    /// await Timeout(5, async scope =>
    /// {
    ///     await Connect();
    ///     scope.Reschedule(GetRunningLoop().Time + 60);
    ///     await Download();
    /// });
    /// </code></example>
    public static Coroutine Timeout(Delay? delay, Func<TimeoutScope, Coroutine> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        delay?.Checked();
        return InTimeout(delay, when: null, body);
    }

    /// <inheritdoc cref="Timeout(Delay?, Func{TimeoutScope, Coroutine})"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static Coroutine<T> Timeout<T>(Delay? delay, Func<TimeoutScope, Coroutine<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        delay?.Checked();
        return InTimeout(delay, when: null, body);
    }

    /// <summary>Runs a body in the caller's task until a time.</summary>
    /// <param name="when">The deadline, in seconds of the loop's time; null for never.</param>
    /// <param name="body">The body; it gets the scope, to move the deadline or ask whether it passed.</param>
    /// <returns>A coroutine that ends with the body.</returns>
    /// <exception cref="TimeoutException">The deadline passed and the body was cancelled.</exception>
    /// <remarks>Cancel safety: a cancellation by somebody else passes through as it is, and is no time-out.</remarks>
    public static Coroutine TimeoutAt(double? when, Func<TimeoutScope, Coroutine> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return InTimeout(delay: null, when, body);
    }

    /// <inheritdoc cref="TimeoutAt(double?, Func{TimeoutScope, Coroutine})"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static Coroutine<T> TimeoutAt<T>(double? when, Func<TimeoutScope, Coroutine<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return InTimeout(delay: null, when, body);
    }

    private static async Coroutine InTimeout(Delay? delay, double? when, Func<TimeoutScope, Coroutine> body)
    {
        TimeoutScope scope = TimeoutScope.Enter(delay, when);
        try
        {
            await body(scope);
            scope.Exit();
        }
        catch (Exception error) when (scope.Exit(error) is { } timedOut)
        {
            throw timedOut;
        }
    }

    private static async Coroutine<T> InTimeout<T>(Delay? delay, double? when, Func<TimeoutScope, Coroutine<T>> body)
    {
        TimeoutScope scope = TimeoutScope.Enter(delay, when);
        try
        {
            T result = await body(scope);
            scope.Exit();
            return result;
        }
        catch (Exception error) when (scope.Exit(error) is { } timedOut)
        {
            throw timedOut;
        }
    }
}
