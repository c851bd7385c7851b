using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Simmer.Analyzers.Tests;

/// <summary>Checks what one analyzer says of a program, and what the fix makes of it.</summary>
/// <typeparam name="TAnalyzer">The analyzer.</typeparam>
/// <typeparam name="TFix">The fix; <see cref="EmptyCodeFixProvider"/> for none.</typeparam>
internal static class Verify<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private const string Usings = Compilations.ImplicitUsings + "\nglobal using Simmer;\nglobal using static Simmer.Asyncio;\n";

    /// <summary>The analyzer says nothing of the code.</summary>
    internal static Task Silent(string code, AnalyzerOptions? options = null) => Check(code, options, null, []);

    /// <summary>The rule speaks at each <c>{|#n:…|}</c> of the code, with the n-th message, and no other rule speaks.</summary>
    internal static Task Says(DiagnosticDescriptor rule, string code, params string[] messages) => Check(code, null, rule, messages);

    /// <inheritdoc cref="Says(DiagnosticDescriptor, string, string[])"/>
    internal static Task Says(DiagnosticDescriptor rule, string code, AnalyzerOptions options, params string[] messages) =>
        Check(code, options, rule, messages);

    /// <summary>The same, and the fix makes <paramref name="fixedCode"/> of the code.</summary>
    internal static Task Fixes(DiagnosticDescriptor rule, string code, string fixedCode, params string[] messages)
    {
        var test = new FixTest(code, fixedCode);
        for (int i = 0; i < messages.Length; i++)
        {
            test.ExpectedDiagnostics.Add(new DiagnosticResult(rule).WithLocation(i).WithMessage(messages[i]));
        }

        return test.RunAsync();
    }

    private static async Task Check(string code, AnalyzerOptions? options, DiagnosticDescriptor? rule, string[] messages)
    {
        TestFileMarkupParser.GetSpans(code, out string plain, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        CSharpCompilation compilation = Compilations.Of(("Program.cs", plain), ("Simmer.cs", Usings[Compilations.ImplicitUsings.Length..]));
        Assert.Empty(compilation.GetDiagnostics().Where(x => x.Severity == DiagnosticSeverity.Error));

        var found = await Compilations.Analyze(compilation, options, new TAnalyzer());

        var expected = messages.Select((message, i) => (rule!.Id, Text: plain.Substring(spans["#" + i].Single().Start, spans["#" + i].Single().Length), message));
        var actual = found.Select(x => (x.Id, Text: plain.Substring(x.Location.SourceSpan.Start, x.Location.SourceSpan.Length), x.GetMessage()));
        Assert.Equal(expected, actual);
        Assert.Equal(messages.Select((_, i) => spans["#" + i].Single().Start), found.Select(x => x.Location.SourceSpan.Start));
    }

    /// <summary>The analyzer says nothing of code that has another file beside it.</summary>
    internal static async Task SilentBeside(string path, string other, string code)
    {
        CSharpCompilation compilation = Compilations.Of(("Program.cs", code), (path, other), ("Simmer.cs", Usings[Compilations.ImplicitUsings.Length..]));
        Assert.Empty(compilation.GetDiagnostics().Where(x => x.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await Compilations.Analyze(compilation, null, new TAnalyzer()));
    }

    private sealed class FixTest : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    {
        internal FixTest(string code, string fixedCode)
        {
            TestFileMarkupParser.GetSpans(code, out string plain, out ImmutableArray<TextSpan> _);
            bool isProgram = Compilations.Of(("Program.cs", plain)).Options.OutputKind == OutputKind.ConsoleApplication;

            // The usual reference assemblies would be downloaded.
            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            TestState.AdditionalReferences.AddRange(Compilations.References);
            TestState.OutputKind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
            TestState.Sources.Add(code);
            TestState.Sources.Add(("Usings.cs", Usings));
            FixedState.Sources.Add(fixedCode);
            FixedState.Sources.Add(("Usings.cs", Usings));
            CompilerDiagnostics = CompilerDiagnostics.Errors;
            // The text is what counts; the tree of a pattern the parser reads in another way.
            CodeActionValidationMode = CodeActionValidationMode.None;
        }

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp14);

        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable);
    }
}
