namespace Simmer.Conformance;

/// <summary>
/// Messages that stand in CPython's traces and that Simmer words otherwise, or that it gives where CPython has none. A text is
/// no semantics: everything around it is compared.
/// </summary>
internal static class Wording
{
    private static readonly Dictionary<string, (string CPython, string Simmer)[]> s_rows = new()
    {
        ["LOOP-09"] = [("Event loop stopped before Future completed.", "Event loop stopped before the future was done.")],
        ["LOOP-13"] =
        [
            ("Cannot close a running event loop", "Cannot close a running event loop. Stop it first."),
            ("Event loop is closed", "Event loop is closed. Make a new one, or call Asyncio.Run again."),
        ],
    };

    internal static IReadOnlyCollection<string> Cases => s_rows.Keys;

    /// <summary>CPython's trace in Simmer's words.</summary>
    internal static string[] Of(string id, string[] trace)
    {
        foreach ((string cpython, string simmer) in s_rows.GetValueOrDefault(id, []))
        {
            Assert.True(trace.Any(line => line.Contains(cpython)), $"{id}: CPython's trace does not say \"{cpython}\".");
            trace = Array.ConvertAll(trace, line => line.Replace(cpython, simmer));
        }

        return trace;
    }
}
