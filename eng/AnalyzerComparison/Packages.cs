using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.AnalyzerComparison;

/// <summary>One set of analyzers, and which of its rules are about what the corpus is about.</summary>
internal sealed record Contender(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, HashSet<string>? Relevant)
{
    /// <summary>The sets that the project file downloads.</summary>
    internal static IEnumerable<Contender> Downloaded()
    {
        var metadata = typeof(Contender).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(x => x.Key, x => x.Value!);
        foreach (string package in metadata["Downloads"].Split(';'))
        {
            string[] parts = package.Split('/');
            string version = parts[1].Trim('[', ']');
            string folder = Path.Combine(metadata["Packages"], parts[0].ToLowerInvariant(), version);
            yield return new Contender($"{parts[0]} {version}", [.. Load(folder)], s_relevant[parts[0]]);
        }
    }

    // Style, naming, tokens passed on and ConfigureAwait aside: rules on awaits, tasks, blocking calls, async void, caught exceptions, clocks.
    private static readonly Dictionary<string, HashSet<string>> s_relevant = new()
    {
        ["AsyncFixer"] = ["AsyncFixer02", "AsyncFixer03", "AsyncFixer04", "AsyncFixer05", "AsyncFixer06"],
        ["Meziantou.Analyzer"] =
        [
            "MA0022", "MA0042", "MA0045", "MA0100", "MA0129", "MA0134", "MA0147", "MA0152", "MA0155", "MA0166", "MA0167", "MA0188",
        ],
        ["Microsoft.CodeAnalysis.NetAnalyzers"] = ["CA1031", "CA1849", "CA2008", "CA2012", "CA2025"],
        ["Microsoft.VisualStudio.Threading.Analyzers"] =
        [
            "VSTHRD001", "VSTHRD002", "VSTHRD003", "VSTHRD004", "VSTHRD010", "VSTHRD011", "VSTHRD012", "VSTHRD100", "VSTHRD101", "VSTHRD102", "VSTHRD103",
            "VSTHRD104", "VSTHRD105", "VSTHRD106", "VSTHRD107", "VSTHRD109", "VSTHRD110", "VSTHRD113", "VSTHRD114",
        ],
        ["Roslynator.Analyzers"] = ["RCS1075", "RCS1210", "RCS1229", "RCS1261"],
        ["SonarAnalyzer.CSharp"] = ["S2221", "S2486", "S3168", "S4462", "S5034", "S6966", "S6967"],
    };

    private static IEnumerable<DiagnosticAnalyzer> Load(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories)
            .Where(path => path.Contains($"{Path.DirectorySeparatorChar}analyzers{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => !path.EndsWith(".resources.dll", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}vb{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            // Some packages bring a build for each version of the compiler: the newest comes last.
            .GroupBy(Path.GetFileName).Select(x => x.OrderBy(path => path, Comparer<string>.Create(CompareVersions)).Last())];
        var context = new AssemblyLoadContext(folder);
        context.Resolving += (_, name) => files.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == name.Name) is { } file
            ? context.LoadFromAssemblyPath(file)
            : null;
        foreach (string file in files)
        {
            foreach (Type type in Types(context.LoadFromAssemblyPath(file)))
            {
                if (!type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type)
                    && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
                {
                    yield return (DiagnosticAnalyzer)Activator.CreateInstance(type)!;
                }
            }
        }
    }

    private static int CompareVersions(string one, string other) =>
        StringComparer.Ordinal.Compare(Pad(one), Pad(other));

    private static string Pad(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"\d+", x => x.Value.PadLeft(8, '0'));

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            // Code fixes that want an editor.
            return error.Types.OfType<Type>();
        }
    }
}
