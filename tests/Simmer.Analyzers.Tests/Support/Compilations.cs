using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.Analyzers.Tests;

/// <summary>Compiles programs against the framework these tests run on and the Simmer built with them.</summary>
internal static class Compilations
{
    private static readonly CSharpParseOptions s_parse = new CSharpParseOptions(LanguageVersion.CSharp14)
        .WithFeatures([new("FileBasedProgram", "true")]);

    /// <summary>The usings that the SDK adds to a program.</summary>
    internal const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    internal static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll" or "Simmer.dll" or "Microsoft.CSharp.dll"
                || ((Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("Microsoft.Win32.", StringComparison.Ordinal))
                    && path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    internal static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(SimmerAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !typeof(DiagnosticSuppressor).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    // What is made of it shares what it has read of the references.
    private static readonly Lazy<CSharpCompilation> s_empty = new(() =>
    {
        var options = new CSharpCompilationOptions(
            OutputKind.ConsoleApplication,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: [new("CS1998", ReportDiagnostic.Suppress)]);
        var empty = CSharpCompilation.Create("Program", [], References, options);
        _ = empty.GetSpecialType(SpecialType.System_Object);
        return empty;
    });

    /// <summary>A compilation of files, as a program if one of them has statements at its top or a Main.</summary>
    internal static CSharpCompilation Of(params (string Path, string Text)[] files)
    {
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(ImplicitUsings, s_parse, "Usings.cs"),
            .. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, s_parse, file.Path)),
        ];
        CSharpCompilation compilation = s_empty.Value.AddSyntaxTrees(trees);
        return compilation.GetEntryPoint(default) is null
            ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary))
            : compilation;
    }

    /// <summary>What analyzers say of a compilation, all of Simmer's if none is named, in the order of the text.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> Analyze(
        Compilation compilation, AnalyzerOptions? options = null, params ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        Exception? broken = null;
        var found = await compilation
            .WithAnalyzers(analyzers.IsEmpty ? Analyzers : analyzers, new CompilationWithAnalyzersOptions(
                options ?? new AnalyzerOptions([]),
                onAnalyzerException: (exception, _, _) => broken = exception,
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false,
                reportSuppressedDiagnostics: false))
            .GetAnalyzerDiagnosticsAsync();
        Assert.Null(broken);
        return [.. found.OrderBy(x => x.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(x => x.Location.SourceSpan.Start)];
    }
}
