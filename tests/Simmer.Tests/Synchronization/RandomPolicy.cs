namespace Simmer.Tests.Synchronization;

/// <summary>Runs the ready items of an iteration in a random order: what is promised must hold in any.</summary>
internal sealed class RandomPolicy(int seed) : SchedulePolicy
{
    private readonly Random _random = new(seed);

    public override int Choose(int count) => _random.Next(count);
}
