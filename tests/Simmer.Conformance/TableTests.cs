using System.Reflection;

namespace Simmer.Conformance;

/// <summary>The tables and the tests together cover the oracle, every case once.</summary>
public sealed class TableTests
{
    private static string[] Written { get; } =
    [
        .. typeof(TableTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .Select(static method => method.GetCustomAttribute<CaseAttribute>()?.Id)
            .OfType<string>(),
    ];

    /// <summary>The cases that no test plays: what they are about cannot be written in C#, or has no counterpart.</summary>
    private static IEnumerable<string> Unwritten =>
        Differences.Rows.Where(static row => row.Value.Trace is null).Select(static row => row.Key);

    [Fact]
    public void Every_case_of_the_oracle_is_written_or_stands_in_the_table() =>
        Assert.Equal(Oracle.Cases.Order(), Written.Concat(Unwritten).Order());

    [Fact]
    public void Every_row_of_a_table_is_about_a_case_that_is_written_if_it_has_a_trace() =>
        Assert.Empty(Wording.Cases.Concat(Differences.Rows.Where(static row => row.Value.Trace is not null).Select(static row => row.Key))
            .Except(Written));
}
