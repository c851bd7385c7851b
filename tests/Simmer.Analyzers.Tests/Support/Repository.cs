namespace Simmer.Analyzers.Tests;

/// <summary>Where the tree is that these tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Corpus(string folder) => Path.Combine(Root, "tests", "Simmer.Analyzers.Tests", "Corpus", folder);

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
