using System.Text.Json;

namespace Simmer.Conformance;

/// <summary>What was recorded of CPython: the cases, what each states, and the trace that it leaves.</summary>
internal static class Oracle
{
    private static readonly Dictionary<string, Dictionary<string, string[]>> s_traces =
        Read<Dictionary<string, Dictionary<string, string[]>>>("traces.json");

    private static readonly Dictionary<string, string> s_statements = Read<Dictionary<string, string>>("statements.json");

    internal static IReadOnlyCollection<string> Cases => s_traces.Keys;

    internal static string Statement(string id) => s_statements.GetValueOrDefault(id, "is no case of the oracle");

    /// <summary>The trace of the newest version of Python that was recorded.</summary>
    internal static string[] Trace(string id) => s_traces[id].MaxBy(static trace => Version.Parse(trace.Key)).Value;

    private static T Read<T>(string resource)
    {
        using Stream stream = typeof(Oracle).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<T>(stream)!;
    }
}
