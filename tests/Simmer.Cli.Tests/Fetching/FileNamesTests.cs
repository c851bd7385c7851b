using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

public sealed partial class FileNamesTests
{
    private static readonly string[] s_parts =
        ["/", "..", ".", "%2e%2e", "%2F", "\\", "\0", "%00", "con", "a", "A", "~", "?", "#", ":", " ", "é", "\u202e", "%"];

    [Theory]
    [InlineData("http://example.test/", "example.test")]
    [InlineData("http://example.test/posts/1", "example.test_posts_1")]
    [InlineData("http://example.test:8080/a.json", "example.test+8080_a.json")]
    [InlineData("http://nul.example.test/", "_nul.example.test")]
    public void A_simple_url_gets_a_readable_name(string url, string name) => Assert.Equal(name, FileNames.NameOf(url));

    [Fact]
    public void Urls_that_differ_get_names_that_differ_even_where_case_does_not_count()
    {
        string[] urls =
        [
            "http://h.test/a/b", "http://h.test/a_b", "http://h.test/A/b", "http://h.test/a/b/", "http://h.test/a//b", "https://h.test/a/b",
            "http://h.test/a/b?x=1", "http://h.test/a/b?x=2", "http://h.test/a%2Fb", "http://h.test/a%2fb", "http://h.test:81/a/b",
            "http://h.test/a/b~1", "http://u@h.test/a/b", "http://h.test//a/b", "http://h.test/a/b.", "http://h.test/a/b%20",
            "http://h.test/" + new string('x', 5000) + "1", "http://h.test/" + new string('x', 5000) + "2", "http://h.test/é", "http://h.test/e",
        ];

        Assert.Equal(urls.Length, urls.Select(FileNames.NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_same_url_again_gets_a_number()
    {
        var names = new FileNames();

        Assert.Equal(["h.test_a", "h.test_a~2", "h.test_a~3"], Enumerable.Range(0, 3).Select(_ => names.For("http://h.test/a")));
    }

    [Fact]
    public void No_url_gets_a_name_that_leaves_the_folder() =>
        Gen.Int[0, s_parts.Length - 1].Array[0, 30].Sample(parts =>
        {
            string url = "http://h.test/" + string.Concat(parts.Select(part => s_parts[part]));
            if (!Urls.TryParse(url, out _, out _))
            {
                return;
            }

            string name = FileNames.NameOf(url);
            Assert.Matches(SafeName(), name);
            Assert.InRange(name.Length, 1, 150);
        });

    [Fact]
    public void Bodies_are_saved_under_their_names_and_nothing_else_is_left()
    {
        using var server = HostileServer.Saying(path => path == "/cut"
            ? "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + new string('y', 150_000)
            : "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + new string('x', 200_000));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("simmer-test");
        try
        {
            string url = $"{server.Address}/../../etc/passwd";
            List<FetchRecord> records = RealFetch.Run([url, url, $"{server.Address}/cut"], sink: new FileSink(folder.FullName));

            string name = $"127.0.0.1+{server.Port}_etc_passwd";
            Assert.Equal(
                new[] { name, $"{name}~2" }.Order(),
                folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(file => file.Name).Order());
            Assert.Equal(new string('x', 200_000), File.ReadAllText(Path.Combine(folder.FullName, name), Encoding.ASCII));
            Assert.Equal([null, name, $"{name}~2"], records.Select(record => record.File).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("^[a-z0-9_][a-z0-9._+~-]*$(?<![.])")]
    private static partial Regex SafeName();
}
