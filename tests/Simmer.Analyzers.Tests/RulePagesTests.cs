using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers.Tests;

/// <summary>Every rule has its page, its line in the index, and a class of tests of its own.</summary>
public sealed partial class RulePagesTests
{
    private static readonly string s_pages = Path.Combine(Repository.Root, "docs", "rules");

    public static TheoryData<string> Rules => [.. Descriptors.Select(x => x.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors =>
        Compilations.Analyzers.SelectMany(x => x.SupportedDiagnostics).DistinctBy(x => x.Id).OrderBy(x => x.Id, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_its_page_and_its_line_in_the_index(string id)
    {
        DiagnosticDescriptor rule = Descriptors.Single(x => x.Id == id);
        string page = File.ReadAllText(Path.Combine(s_pages, id + ".md"));
        string severity = rule.DefaultSeverity == DiagnosticSeverity.Error ? "An error." : "A warning.";

        Assert.StartsWith($"# {id}: {rule.Title}\n\n{severity}", page, StringComparison.Ordinal);
        Assert.Equal(["Flagged code", "Why", "Fix", "Configuration"], Heading().Matches(page).Select(x => x.Groups[1].Value));
        Assert.Contains($"| [{id}]({id}.md) | {rule.Title} |", File.ReadAllText(Path.Combine(s_pages, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_is_a_rules_page() =>
        Assert.Equal(Rules.Select(x => x.Data), Directory.GetFiles(s_pages, "SIM*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_a_class_of_tests(string id) => Assert.Contains(
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Simmer.Analyzers.Tests"), "*Tests.cs", SearchOption.AllDirectories),
        path => File.ReadAllText(path).Contains($"/// <summary>{id}: ", StringComparison.Ordinal));

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
