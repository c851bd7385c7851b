namespace Simmer.FetchRuns;

/// <summary>A file of URLs, for as long as it is used.</summary>
internal sealed class UrlList : IDisposable
{
    internal UrlList(IEnumerable<string> urls) => File.WriteAllLines(Path, urls);

    internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"simmer-urls-{Guid.NewGuid():N}.txt");

    public void Dispose() => File.Delete(Path);
}
