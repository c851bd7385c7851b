using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>Everything that can go wrong with a URL, from real servers: one clear line each.</summary>
public sealed class FailureTests
{
    /// <summary>A task that somebody holds: what waits for it is not collected, and its connection not closed.</summary>
    private static readonly TaskCompletionSource s_never = new();

    private static readonly FetchSettings s_impatient = new() { Retries = 0, Timeout = TimeSpan.FromSeconds(0.1) };

    [Theory]
    [InlineData("foo", "no scheme")]
    [InlineData("ftp://example.test/", "ftp is not supported")]
    [InlineData("/etc/passwd", "no scheme")]
    [InlineData("http://", "cannot be read as a URL")]
    [InlineData("http://a b/", "cannot be read as a URL")]
    [InlineData("javascript:alert(1)", "javascript is not supported")]
    public void A_bad_url_is_told(string url, string problem)
    {
        FetchRecord record = RealFetch.One(url);

        Assert.Equal(FailureKind.BadUrl, record.Failure?.Kind);
        Assert.Contains(problem, record.Failure!.Message);
        Assert.Equal(0, record.Attempts);
    }

    [Fact]
    public void A_refused_connection_is_told()
    {
        using var nobody = new Nobody();
        string host = $"127.0.0.1:{nobody.Port}";

        AssertFails(RealFetch.One($"http://{host}/"), FailureKind.Refused, $"{host} refused the connection");
    }

    [Fact]
    public void An_unknown_host_is_told() =>
        AssertFails(RealFetch.One("http://nowhere.invalid/"), FailureKind.UnknownHost, "unknown host: nowhere.invalid");

    [Fact]
    public async Task A_server_without_tls_fails_tls()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Serve();

        FetchRecord record = RealFetch.One($"https://{listener.LocalEndpoint}/");

        await serving;
        Assert.Equal(FailureKind.Tls, record.Failure?.Kind);
        Assert.Contains("TLS with", record.Failure!.Message);

        async Task Serve()
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 This is no TLS\r\n\r\n"u8.ToArray());
            await client.GetStream().CopyToAsync(Stream.Null);
        }
    }

    [Fact]
    public void A_body_cut_short_is_told_with_its_length()
    {
        using var server = HostileServer.Saying(_ => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");

        AssertFails(RealFetch.One(server.Address), FailureKind.CutShort, "answer cut short after 9 bytes of the body");
    }

    [Fact]
    public void A_chunked_body_cut_short_is_told()
    {
        using var server = HostileServer.Saying(_ => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n");

        AssertFails(RealFetch.One(server.Address), FailureKind.CutShort, "answer cut short after 9 bytes of the body");
    }

    [Fact]
    public void A_connection_closed_without_an_answer_is_told()
    {
        using var server = HostileServer.Saying(_ => "");

        FetchRecord record = RealFetch.One(server.Address);

        Assert.Equal(FailureKind.CutShort, record.Failure?.Kind);
        Assert.Contains("closed the connection before its answer was complete", record.Failure!.Message);
    }

    [Fact]
    public void What_is_not_http_is_told()
    {
        using var server = HostileServer.Saying(_ => "SSH-2.0-OpenSSH_9.9\r\n\r\n");

        FetchRecord record = RealFetch.One(server.Address);

        Assert.Equal(FailureKind.Protocol, record.Failure?.Kind);
    }

    [Fact]
    public void An_endless_body_ends_at_the_largest_size()
    {
        using var server = new HostileServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            byte[] block = new byte[10_000];
            while (true)
            {
                await stream.WriteAsync(block);
            }
        });

        FetchRecord record = RealFetch.One(server.Address, new FetchSettings { MaxSize = 50_000 });

        AssertFails(record, FailureKind.TooLarge, "the body goes on, more than --max-size allows (50000 bytes)");
        Assert.InRange(record.Bytes, 50_001, 150_000);
    }

    [Fact]
    public void A_body_that_says_it_is_too_large_is_not_read()
    {
        using var server = HostileServer.Saying(_ => "HTTP/1.1 200 OK\r\nContent-Length: 50001\r\n\r\n");

        AssertFails(
            RealFetch.One(server.Address, new FetchSettings { MaxSize = 50_000 }),
            FailureKind.TooLarge, "the body has 50001 bytes, more than --max-size allows (50000 bytes)");
    }

    [Fact]
    public void A_server_that_never_answers_is_left_after_the_timeout()
    {
        using var server = new HostileServer((_, _) => s_never.Task);

        AssertFails(RealFetch.One(server.Address, s_impatient), FailureKind.Timeout, "no answer within 0.1 s");
    }

    [Fact]
    public void A_body_that_trickles_is_left_after_the_timeout()
    {
        using var server = new HostileServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"u8.ToArray());
            await s_never.Task;
        });

        AssertFails(RealFetch.One(server.Address, s_impatient), FailureKind.Timeout, "only 3 bytes of the body within 0.1 s");
    }

    [Fact]
    public void A_redirect_that_loops_is_told_with_its_way()
    {
        using var server = HostileServer.Saying(path => $"HTTP/1.1 302 Found\r\nLocation: {(path == "/a" ? "/b" : "/a")}\r\nContent-Length: 0\r\n\r\n");
        string at = server.Address;

        AssertFails(RealFetch.One($"{at}/start"), FailureKind.Redirect, $"redirect loop: {at}/a → {at}/b → {at}/a");
    }

    [Fact]
    public void Redirects_without_end_end()
    {
        using var server = HostileServer.Saying(path =>
            $"HTTP/1.1 302 Found\r\nLocation: /{int.Parse(path.TrimStart('/'), CultureInfo.InvariantCulture) + 1}\r\nContent-Length: 0\r\n\r\n");

        AssertFails(RealFetch.One($"{server.Address}/0"), FailureKind.Redirect, $"more than 20 redirects, the last to {server.Address}/21");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("data:,x")]
    public void A_redirect_to_what_is_no_web_page_is_not_followed(string location)
    {
        using var server = HostileServer.Saying(_ => $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(FailureKind.Redirect, RealFetch.One(server.Address).Failure?.Kind);
    }

    [Fact]
    public void A_redirect_is_followed_and_the_last_address_told()
    {
        using var target = HostileServer.Saying(_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var server = HostileServer.Saying(_ => $"HTTP/1.1 301 Moved\r\nLocation: {target.Address}/new\r\nContent-Length: 0\r\n\r\n");

        FetchRecord record = RealFetch.One($"{server.Address}/old");

        Assert.Null(record.Failure);
        Assert.Equal($"{target.Address}/new", record.FinalUrl);
        Assert.Equal(1, record.Attempts);
        Assert.Equal(2, record.Bytes);
    }

    [Fact]
    public void A_failing_status_is_told_and_tried_again_only_if_it_may_pass()
    {
        using var server = HostileServer.Saying(path => $"HTTP/1.1 {path[1..]} Sorry\r\nContent-Length: 0\r\n\r\n");
        FetchSettings once = new() { Retries = 1 };

        FetchRecord missing = RealFetch.One($"{server.Address}/404", once);
        AssertFails(missing, FailureKind.Status, "status 404 Sorry");
        Assert.Equal(1, missing.Attempts);

        FetchRecord busy = RealFetch.One($"{server.Address}/503", once);
        AssertFails(busy, FailureKind.Status, "status 503 Sorry");
        Assert.Equal(2, busy.Attempts);
    }

    [Fact]
    public void A_header_without_end_is_not_kept()
    {
        using var server = new HostileServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX: "u8.ToArray());
            byte[] block = Encoding.ASCII.GetBytes(new string('x', 10_000));
            while (true)
            {
                await stream.WriteAsync(block);
            }
        });

        Assert.Equal(FailureKind.Protocol, RealFetch.One(server.Address).Failure?.Kind);
    }

    [Fact]
    public void A_body_that_cannot_be_saved_is_told_and_leaves_nothing()
    {
        using var server = HostileServer.Saying(_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        string folder = Directory.CreateTempSubdirectory().FullName;
        var sink = new FileSink(folder);
        Directory.Delete(folder);

        FetchRecord record = RealFetch.One(server.Address, sink: sink);

        Assert.Equal(FailureKind.Write, record.Failure?.Kind);
        Assert.StartsWith("cannot save the body: Could not find a part of the path", record.Failure!.Message);
        Assert.Null(record.File);
        Assert.False(Directory.Exists(folder));
    }

    private static void AssertFails(FetchRecord record, FailureKind kind, string message)
    {
        Assert.Equal(message, record.Failure?.Message);
        Assert.Equal(kind, record.Failure!.Kind);
    }
}
