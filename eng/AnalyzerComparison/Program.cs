using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Simmer.AnalyzerComparison;
using Simmer.Analyzers;

string corpus = args[0];
string page = args[1];

Contender[] contenders =
[
    new("Simmer", [.. typeof(SimmerAnalyzer).Assembly.GetTypes().Where(x => !x.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(x) && !typeof(DiagnosticSuppressor).IsAssignableFrom(x))
        .Select(x => (DiagnosticAnalyzer)Activator.CreateInstance(x)!)], null),
    new("The compiler", [], ["CS4014"]),
    .. Contender.Downloaded(),
];

SourceFile[] bad = SourceFile.Read(Path.Combine(corpus, "Bad"));
SourceFile[] good = SourceFile.Read(Path.Combine(corpus, "Good"));
string[] rules = [.. bad.SelectMany(x => x.Marks).Select(x => x.Id).Distinct().Order()];
var table = new StringBuilder();
table.Append("| | Lines |");
table.Append(string.Concat(contenders.Select(x => $" {x.Name} |")));
table.Append("\n| --- | --: |").Append(string.Concat(contenders.Select(_ => " --- |"))).Append('\n');

var results = new List<(Contender Contender, Dictionary<string, HashSet<(int Line, string Id)>> Bad, int FalsePrograms)>();
foreach (Contender contender in contenders)
{
    var found = new Dictionary<string, HashSet<(int, string)>>();
    foreach (SourceFile file in bad)
    {
        found[file.Name] = await file.Analyze(contender);
    }

    int wrong = 0;
    foreach (SourceFile file in good)
    {
        var said = await file.Analyze(contender);
        wrong += said.Count > 0 ? 1 : 0;
        if (said.Count > 0)
        {
            Console.WriteLine($"{contender.Name}: {file.Name}: {string.Join(", ", said)}");
        }
    }

    results.Add((contender, found, wrong));
    Console.WriteLine($"{contender.Name}: {contender.Analyzers.Length} analyzers");
}

foreach (string rule in rules)
{
    var marked = bad.SelectMany(file => file.Marks.Where(x => x.Id == rule).Select(x => (File: file, x.Line))).ToArray();
    table.Append($"| [{rule}]({rule}.md) | {marked.Length} |");
    foreach (var (contender, found, _) in results)
    {
        var hits = marked.Select(x => found[x.File.Name].Where(y => y.Line == x.Line && (contender.Relevant is not null || y.Id == rule)).Select(y => y.Id).ToArray()).Where(x => x.Length > 0).ToArray();
        string ids = contender.Relevant is null ? "" : string.Join(", ", hits.SelectMany(x => x).Distinct().Order());
        table.Append(hits.Length == 0 ? " – |" : ids.Length == 0 ? $" {hits.Length} |" : $" {hits.Length}: {ids} |");
    }

    table.Append('\n');
}

var all = bad.SelectMany(file => file.Marks.Select(x => (File: file, x.Line)).Distinct()).ToArray();
table.Append($"| **Lines flagged** | {all.Length} |");
foreach (var (_, found, _) in results)
{
    table.Append($" **{all.Count(x => found[x.File.Name].Any(y => y.Line == x.Line))}** |");
}

table.Append($"\n| Good programs flagged, of {good.Length} | |").Append(string.Concat(results.Select(x => $" {x.FalsePrograms} |"))).Append('\n');

string text = await File.ReadAllTextAsync(page);
text = Regex.Replace(text, @"(<!-- table -->\n).*(<!-- /table -->)", x => x.Groups[1].Value + "\n" + table + "\n" + x.Groups[2].Value, RegexOptions.Singleline);
text = Regex.Replace(text, @"\d+ wrong programs and \d+ good ones", $"{bad.Length} wrong programs and {good.Length} good ones");
await File.WriteAllTextAsync(page, text);
Console.WriteLine(table);

/// <summary>One program of the corpus.</summary>
internal sealed record SourceFile(string Name, CSharpCompilation Compilation, (int Line, string Id)[] Marks)
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || Path.GetFileName(path) == "Simmer.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    internal static SourceFile[] Read(string folder) => [.. Directory.GetFiles(folder, "*.cs").Order(StringComparer.Ordinal).Select(One)];

    internal async Task<HashSet<(int Line, string Id)>> Analyze(Contender contender)
    {
        // Every rule is on, those that are off by default too.
        var on = contender.Analyzers.SelectMany(x => x.SupportedDiagnostics).Select(x => x.Id).Distinct()
            .Select(id => new KeyValuePair<string, ReportDiagnostic>(id, ReportDiagnostic.Warn));
        var compilation = Compilation.WithOptions(Compilation.Options.WithSpecificDiagnosticOptions([.. on]));
        ImmutableArray<Diagnostic> said = contender.Analyzers.IsEmpty
            ? compilation.GetDiagnostics()
            : await compilation.WithAnalyzers(contender.Analyzers).GetAnalyzerDiagnosticsAsync();
        return [.. said
            .Where(x => x.Location.SourceTree?.FilePath == Name && (contender.Relevant?.Contains(x.Id) ?? x.Id.StartsWith("SIM", StringComparison.Ordinal)))
            .Select(x => (x.Location.GetLineSpan().StartLinePosition.Line + 1, x.Id))];
    }

    private static SourceFile One(string path)
    {
        string name = Path.GetFileName(path);
        string text = File.ReadAllText(path);
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(Usings, parse, "Usings.cs"), CSharpSyntaxTree.ParseText(text, parse, name)];
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Program", trees, s_references, options);
        if (compilation.GetEntryPoint(default) is null)
        {
            compilation = compilation.WithOptions(options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary));
        }

        var marks = text.Split('\n').SelectMany((line, index) => Regex.Match(line, @"// (SIM\d{3}(?: SIM\d{3})*)$") is { Success: true } mark
            ? mark.Groups[1].Value.Split(' ').Select(id => (index + 1, id))
            : []);
        return new SourceFile(name, compilation, [.. marks]);
    }
}
