namespace Simmer.Conformance;

/// <summary>The cases about parts of asyncio that Simmer does not have yet, and which part.</summary>
internal static class NotThereYet
{
    internal static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["LOOP-24"] = "reports of coroutines that were never awaited",
        ["LOOP-25"] = "sockets: a reactor to poll in each iteration",
        ["TASK-15"] = "reports of coroutines that were never awaited",
        ["STR-01"] = "streams",
        ["STR-02"] = "streams",
        ["STR-06"] = "streams",
        ["STR-07"] = "streams",
        ["STR-09"] = "streams",
        ["STR-10"] = "streams: write flow control",
        ["SRV-02"] = "servers",
        ["SIG-02"] = "signal handlers of the loop",
    };
}
