namespace Simmer.Conformance;

/// <summary>Compares the trace of a case with CPython's, line by line, as the tables tell it.</summary>
internal static class Verdict
{
    internal static void On(string id, List<string> trace)
    {
        string[] cpython = Wording.Of(id, Oracle.Trace(id));
        if (Differences.Find(id) is { } difference)
        {
            Assert.True(!cpython.SequenceEqual(trace), $"{id} does not differ from CPython any more: take it out of the differences.");
            Assert.Equal(difference.Trace, trace);
        }
        else
        {
            Assert.Equal(cpython, trace);
        }
    }
}
