using System.Text.RegularExpressions;

namespace Simmer.Samples.Tests;

/// <summary>The page that lists the samples.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_sample_stands_in_the_table_once()
    {
        string folder = Path.Combine(Repository.Root, "samples");
        var listed = Link().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(link => link.Groups[1].Value);
        var files = Directory.GetFiles(folder, "*.cs").Select(path => Path.GetFileName(path));

        Assert.Equal(files.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\| \[[a-z0-9_]+\.cs\]\(([^)]+)\) \|")]
    private static partial Regex Link();
}
