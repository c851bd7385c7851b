namespace Simmer;

/// <summary>A semaphore that finds a permit given back twice: it never has more than it began with.</summary>
/// <remarks>Semantics: <c>asyncio.BoundedSemaphore</c>. See <see cref="AsyncSemaphore"/> for the rules.</remarks>
/// <param name="value">How many permits it has.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
/// <example><code>
/// var connections = new AsyncBoundedSemaphore(4);
/// await connections.Acquire();
/// connections.Release();
/// connections.Release();   // SemaphoreFullException
/// </code></example>
public sealed class AsyncBoundedSemaphore(int value = 1) : AsyncSemaphore(value, value);
