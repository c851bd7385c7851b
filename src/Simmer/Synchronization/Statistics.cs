namespace Simmer;

/// <summary>What goes on at an <see cref="AsyncLock"/>.</summary>
/// <param name="Locked">Whether it is held.</param>
/// <param name="Holder">The name of the task that took it; null if it is free.</param>
/// <param name="Waiting">How many tasks wait for it.</param>
public readonly record struct LockStatistics(bool Locked, string? Holder, int Waiting);

/// <summary>What goes on at an <see cref="AsyncSemaphore"/>.</summary>
/// <param name="Value">How many permits are left.</param>
/// <param name="Waiting">How many tasks wait for one.</param>
public readonly record struct SemaphoreStatistics(int Value, int Waiting);

/// <summary>What goes on at an <see cref="AsyncEvent"/>.</summary>
/// <param name="IsSet">Whether it is set.</param>
/// <param name="Waiting">How many tasks wait for it.</param>
public readonly record struct EventStatistics(bool IsSet, int Waiting);

/// <summary>What goes on at an <see cref="AsyncCondition"/>.</summary>
/// <param name="Waiting">How many tasks wait for a notification.</param>
/// <param name="Mutex">What goes on at its lock, which woken tasks wait for.</param>
public readonly record struct ConditionStatistics(int Waiting, LockStatistics Mutex);

/// <summary>What goes on at an <see cref="AsyncBarrier"/>.</summary>
/// <param name="Parties">How many tasks it takes.</param>
/// <param name="Waiting">How many have come.</param>
/// <param name="Broken">Whether it is broken.</param>
public readonly record struct BarrierStatistics(int Parties, int Waiting, bool Broken);
