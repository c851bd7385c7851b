namespace Simmer.Soak;

/// <summary>All that a worker may play, and how often.</summary>
internal static class Episodes
{
    private static readonly (int Weight, string Name, Func<World, Random, Coroutine> Play)[] s_all =
    [
        (20, "echo", Exchanges.Echo),
        (6, "both directions at once", Exchanges.BothDirections),
        (6, "lines", Exchanges.Lines),
        (6, "counted", Exchanges.Counted),
        (4, "slow reader", Exchanges.SlowReader),
        (4, "end first", Exchanges.EndFirst),
        (6, "value tasks", Exchanges.ValueTasks),
        (8, "cancelled read", Interruptions.CancelledRead),
        (4, "cancelled send", Interruptions.CancelledSend),
        (6, "timeout", Interruptions.TimedOut),
        (6, "reset", Interruptions.Reset),
        (4, "closed under a reader", Interruptions.ClosedUnderAReader),
        (4, "second reader", Interruptions.SecondReader),
        (4, "refused", Connects.Refused),
        (4, "two addresses", Connects.TwoAddresses),
        (3, "cancelled connecting", Connects.Cancelled),
        (3, "broken handshake", Connects.BrokenHandshake),
        (2, "own server", Connects.OwnServer),
        (2, "names", Connects.Names),
        (6, "datagrams", Datagrams.Exchange),
        (4, "datagrams refused", Datagrams.Refused),
        (3, "datagrams closed", Datagrams.Closed),
        (3, "communicate", Processes.Communicate),
        (2, "killed process", Processes.Killed),
        (2, "process that reads nothing", Processes.ReadsNothing),
        (2, "process with a lot to say", Processes.Talkative),
        (1, "no such program", Processes.Missing),
        (1, "signal", Processes.Signal),
    ];

    private static readonly int s_total = s_all.Sum(static episode => episode.Weight);

    internal static (string Name, Func<World, Random, Coroutine> Play) Pick(Random random)
    {
        int at = random.Next(s_total);
        foreach ((int weight, string name, Func<World, Random, Coroutine> play) in s_all)
        {
            if ((at -= weight) < 0)
            {
                return (name, play);
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }
}
