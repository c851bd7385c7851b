using System.Reflection;
using System.Text.RegularExpressions;

namespace Simmer.Tests.House;

/// <summary>Holds docs/asyncio-map.md to asyncio's names and to Simmer's.</summary>
public sealed partial class AsyncioMapTests
{
    private static string[] Lines { get; } = File.ReadAllLines(Path.Combine(HouseTests.Root, "docs", "asyncio-map.md"));

    private static string[][] Rows { get; } =
        [.. Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(Cells).Where(cells => cells[0] is not ("asyncio" or "---" or "For"))];

    [Fact]
    public void Every_public_name_of_asyncio_has_a_row()
    {
        HashSet<string> mapped = [.. Rows.SelectMany(cells => Names(cells[0]))];
        string[] names = File.ReadAllLines(Path.Combine(HouseTests.Root, "tests", "Simmer.Tests", "House", "asyncio-names.txt"));

        Assert.InRange(names.Length, 200, int.MaxValue);
        Assert.Empty(names.Except(mapped));
    }

    [Fact]
    public void Every_name_of_Simmer_in_it_exists()
    {
        var wrong = Rows.SelectMany(cells => Names(cells[1])).Distinct().Where(name => !Exists(name));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_row_names_something_or_says_why_not()
    {
        var empty = Rows.Where(cells => cells.Length == 3).Where(cells =>
            !Names(cells[1]).Any() && !(cells[1] is "none" or ".NET" && cells[2].Length > 0));

        Assert.Empty(empty.Select(cells => cells[0]));
    }

    [Fact]
    public void The_check_of_names_tells_what_is_there_from_what_is_not()
    {
        Assert.True(Exists("AsyncQueue<T>.Put"));
        Assert.True(Exists("LoopTask.Cancel"));
        Assert.False(Exists("LoopTask.Cancell"));
        Assert.False(Exists("Loops"));

        // What is internal is not there for a user.
        Assert.False(Exists("EventLoop.Timers"));
        Assert.False(Exists("TimerQueue"));
    }

    private static bool Exists(string name)
    {
        string[] parts = TypeArguments().Replace(name, "").Split('.');
        return parts.Length is 1 or 2 && typeof(EventLoop).Assembly.GetExportedTypes()
            .Where(type => type.Name.Split('`')[0] == parts[0])
            .Any(type => parts.Length == 1 || type.GetMember(
                parts[1], BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy).Length > 0);
    }

    private static string[] Cells(string row) => [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static IEnumerable<string> Names(string cell) => Code().Matches(cell).Select(match => match.Groups[1].Value).Where(name => name != "limit");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TypeArguments();
}
