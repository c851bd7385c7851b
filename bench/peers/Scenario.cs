namespace Simmer.Peers;

/// <summary>One number that a scenario gives.</summary>
/// <param name="Name">The word before it on a line of a peer's output.</param>
/// <param name="What">Its row in the table.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Metric(string Name, string What, string Unit);

/// <summary>
/// Work that every peer has a program for. A peer gets the name as its argument and prints one <c>metric value</c> a line;
/// one that prints nothing has no such work.
/// </summary>
internal sealed record Scenario(string Name, params Metric[] Metrics)
{
    internal static readonly Scenario[] All =
    [
        new("yield", new Metric("ns", "A yield, with 1,000 tasks", "ns")),
        new("call", new Metric("ns", "A call that does not suspend", "ns")),
        new("suspending-call", new Metric("ns", "A call that suspends once", "ns")),
        new("spawn", new Metric("ns", "Spawn and join", "ns")),
        new("spawn-yield", new Metric("ns", "Spawn, yield and join", "ns")),
        new("cancel", new Metric("ns", "Cancelling one of 100,000 sleeping tasks", "ns")),
        new("recursion", new Metric("ns", "A level of a recursion 100,000 deep", "ns")),
        new(
            "sleepers",
            new Metric("s", "A million tasks sleep for 1 s: in all", "s"),
            new Metric("cpu-s", "– processor time", "s"),
            new Metric("rss-bytes", "– peak of resident memory, each", "B")),
        new("sleepers-live", new Metric("live-bytes", "– live on the heap, each", "B")),
    ];
}

/// <summary>What Simmer has set itself to reach: a limit, or a part of a peer's number.</summary>
internal sealed record Target(string Scenario, string Metric, double Factor, string? Peer)
{
    internal static readonly Target[] All =
    [
        new("yield", "ns", 0.7, "tokio"),
        new("call", "ns", 1.1, "task"),
        new("spawn", "ns", 1.0, "tokio"),
        new("cancel", "ns", 1.0, "cpython"),
        new("sleepers", "s", 0.6, "tokio"),
        new("sleepers-live", "live-bytes", 200, null),
    ];
}
