using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers.Tests;

/// <summary>Whole programs: in each wrong one the rules speak at the lines marked <c>// SIMnnn</c>, in a good one none does.</summary>
public sealed partial class CorpusTests
{
    public static TheoryData<string> Bad => Names("Bad");

    public static TheoryData<string> Good => Names("Good");

    /// <summary>All but the one that blocks in fifty ways on purpose.</summary>
    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "blocking").Order()];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_wrong_program_is_flagged_where_it_is_wrong(string name)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Corpus("Bad"), name + ".cs"), TestContext.Current.CancellationToken);
        var marked = text.Split('\n')
            .SelectMany((line, index) => Mark().Match(line) is { Success: true } mark
                ? mark.Groups[1].Value.Split(' ').Select(id => (Line: index + 1, Id: id))
                : []);

        Assert.NotEmpty(marked);
        Assert.Equal(marked.Order(), (await Found(name, text)).Order());
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_good_program_is_left_alone(string name) =>
        Assert.Empty(await Found(name, await File.ReadAllTextAsync(Path.Combine(Repository.Corpus("Good"), name + ".cs"), TestContext.Current.CancellationToken)));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_is_left_alone(string name)
    {
        string folder = Path.Combine(Repository.Root, "samples");
        string text = await File.ReadAllTextAsync(Path.Combine(folder, name + ".cs"), TestContext.Current.CancellationToken);
        string server = await File.ReadAllTextAsync(Path.Combine(folder, "PostServer", "PostServer.cs"), TestContext.Current.CancellationToken);
        string post = await File.ReadAllTextAsync(Path.Combine(folder, "PostServer", "Post.cs"), TestContext.Current.CancellationToken);

        Assert.Empty(await Found(name, text, ("PostServer.cs", server), ("Post.cs", post)));
    }

    [Fact]
    public void The_corpus_is_large_and_every_rule_has_its_place_in_it()
    {
        string[] bad = [.. Directory.GetFiles(Repository.Corpus("Bad")).Select(File.ReadAllText)];
        var rules = Compilations.Analyzers.SelectMany(x => x.SupportedDiagnostics).Select(x => x.Id).Distinct();

        Assert.True(bad.Length >= 60, $"{bad.Length} wrong programs");
        Assert.True(Good.Count >= 20, $"{Good.Count} good programs");
        Assert.All(rules, id => Assert.Contains(bad, text => text.Contains(id, StringComparison.Ordinal)));
    }

    private static async Task<IEnumerable<(int Line, string Id)>> Found(string name, string text, params (string Path, string Text)[] others)
    {
        Compilation compilation = Compilations.Of([(name + ".cs", text), .. others]);
        Assert.Empty(compilation.GetDiagnostics().Where(x => x.Severity == DiagnosticSeverity.Error));
        return (await Compilations.Analyze(compilation))
            .Where(x => !x.IsSuppressed && x.Location.SourceTree!.FilePath == name + ".cs")
            .Select(x => (x.Location.GetLineSpan().StartLinePosition.Line + 1, x.Id));
    }

    private static TheoryData<string> Names(string folder) =>
        [.. Directory.GetFiles(Repository.Corpus(folder), "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [GeneratedRegex(@"// (SIM\d{3}(?: SIM\d{3})*)$")]
    private static partial Regex Mark();
}
