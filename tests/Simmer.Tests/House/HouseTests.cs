using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Simmer.Tests.House;

/// <summary>What the design promises about the source tree itself.</summary>
public sealed partial class HouseTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_source_file_grows_past_400_lines()
    {
        var tooLong = SourceFiles()
            .Select(path => (Path: Path.GetRelativePath(Root, path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Path}: {file.Lines} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void The_runtime_depends_on_no_package()
    {
        var project = XDocument.Load(Path.Combine(Root, "src", "Simmer", "Simmer.csproj"));

        Assert.Empty(project.Descendants("PackageReference").Where(reference => (string?)reference.Attribute("PrivateAssets") != "all"));
        Assert.All(
            Assembly.Load("Simmer").GetReferencedAssemblies(),
            assembly => Assert.True(
                // The framework's own, Win32Exception's among them.
                assembly.Name is "Microsoft.Win32.Primitives" || assembly.Name!.StartsWith("System.", StringComparison.Ordinal),
                assembly.Name));
    }

    [Fact]
    public void Every_library_writes_down_its_public_names()
    {
        var libraries = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => !project.EndsWith(".Cli.csproj", StringComparison.Ordinal))
            .Where(project => !project.EndsWith(".Analyzers.csproj", StringComparison.Ordinal))
            .Where(project => !project.EndsWith(".CodeFixes.csproj", StringComparison.Ordinal))
            .Select(project => Path.GetDirectoryName(project)!);

        Assert.All(libraries, folder =>
        {
            Assert.True(File.Exists(Path.Combine(folder, "PublicAPI.Shipped.txt")), $"{folder} has no PublicAPI.Shipped.txt");
            Assert.True(File.Exists(Path.Combine(folder, "PublicAPI.Unshipped.txt")), $"{folder} has no PublicAPI.Unshipped.txt");
        });
    }

    [Fact]
    public void Every_link_between_the_pages_leads_somewhere()
    {
        string[] pages = [.. Directory.GetFiles(Root, "*.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)];
        var broken = pages
            .SelectMany(page => LocalLink().Matches(File.ReadAllText(page)).Select(link => (Page: page, Target: link.Groups[1].Value)))
            .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Target)))
            .Select(link => $"{Path.GetRelativePath(Root, link.Page)} links to {link.Target}");

        Assert.Empty(broken);
    }

    [Fact]
    public void The_first_program_of_the_readme_is_the_sample_that_is_compiled()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var program = CodeBlock().Match(readme).Groups[1].Value;

        Assert.Equal(File.ReadAllText(Path.Combine(Root, "samples", "Readme", "Program.cs")), program);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // [text](target) within the repository, without its #section.
    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)\s]*)?\)")]
    private static partial Regex LocalLink();

    internal static string Root { get; } = FindRoot();

    private static IEnumerable<string> SourceFiles() =>
        new[] { "src", "tests", "bench", "samples" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"));

    // Walks up from the test's output: [CallerFilePath] is a mapped path in a deterministic build.
    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Simmer.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Simmer.slnx above {AppContext.BaseDirectory}.");
    }
}
