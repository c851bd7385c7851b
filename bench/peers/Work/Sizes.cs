namespace Simmer.Peers.Work;

/// <summary>How much work a run of each scenario is: the same in every language.</summary>
internal static class Sizes
{
    internal const int Yielders = 1_000;
    internal const int Yields = 1_000_000;
    internal const int Calls = 1_000_000;
    internal const int Spawns = 100_000;
    internal const int Sleepers = 1_000_000;
    internal const int WarmUpSleepers = 10_000;
    internal const int LiveSleepers = 100_000;
    internal const int Cancels = 100_000;
    internal const int Depth = 100_000;
}
