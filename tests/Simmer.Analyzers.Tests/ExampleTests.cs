using System.Net;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers.Tests;

/// <summary>The examples of the documentation: whole programs are built without a word, and the others use what exists, as one should.</summary>
public sealed partial class ExampleTests
{
    private const string Usings = """
        using System.Net;
        using System.Runtime.InteropServices;
        using System.Security.Cryptography;
        using System.Text;
        using Simmer;
        using static Simmer.Asyncio;

        """;

    /// <summary>What the reader brings: a method, a variable, a type, and what follows from them; a function that only shows itself.</summary>
    private static readonly string[] s_readers = ["CS0103", "CS0246", "CS8130", "CS8321"];

    public static TheoryData<string> Programs =>
    [
        .. new[] { "README.md" }.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => Path.GetRelativePath(Repository.Root, path)))
            .SelectMany(page => CSharp().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))), (page, block) => (page, text: block.Groups[1].Value))
            .Where(x => x.text.Contains("\nRun(Main());", StringComparison.Ordinal))
            .Select(x => new TheoryDataRow<string>(x.text) { TestDisplayName = $"The program of {x.page}" }),
    ];

    public static TheoryData<string> Examples =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src", "Simmer"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) != "Asyncio.CallGraph.cs") // its example is what is printed
            .SelectMany(path => Code().Matches(File.ReadAllText(path)), (path, code) => (path, code))
            .Select(x => new TheoryDataRow<string>(WebUtility.HtmlDecode(Slashes().Replace(x.code.Groups[1].Value, "")))
            {
                TestDisplayName = $"{Path.GetFileName(x.path)}, at {x.code.Index}",
            }),
    ];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_is_built_as_it_stands(string text) => Assert.Empty(await Said(text));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_uses_what_exists(string text)
    {
        bool isProgram = text.Contains("Run(Main())", StringComparison.Ordinal);
        string program = Usings + (isProgram ? text : $"static class Example {{ static async Coroutine Body() {{\n{text}\n}} }}");

        Assert.Empty((await Said(program)).Where(x => !s_readers.Contains(x.Id)));
    }

    private static async Task<Diagnostic[]> Said(string text)
    {
        Compilation compilation = Compilations.Of(("Program.cs", text));
        return
        [
            .. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(x => x.Severity >= DiagnosticSeverity.Warning),
            .. await Compilations.Analyze(compilation),
        ];
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("<example><code>(.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^ *///", RegexOptions.Multiline)]
    private static partial Regex Slashes();
}
