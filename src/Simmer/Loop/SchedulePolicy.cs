namespace Simmer;

/// <summary>Chooses which of an iteration's ready items runs next: the seam for exploring schedules.</summary>
/// <remarks>A correct program works under every policy. Without one, the order is first in, first out.</remarks>
public abstract class SchedulePolicy
{
    /// <summary>Chooses the next item to run.</summary>
    /// <param name="count">How many are left of those that were ready when the iteration began; at least 1.</param>
    /// <returns>The index of the chosen one, 0 for the oldest.</returns>
    public abstract int Choose(int count);
}
