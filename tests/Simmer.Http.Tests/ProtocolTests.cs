using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Simmer.Http.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Http.Tests.Support.HttpLoop;

namespace Simmer.Http.Tests;

/// <summary>.NET's protocols over the loop's connections.</summary>
public sealed class ProtocolTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_plain_client_gets_and_posts(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using var http = new HttpClient(LoopHttp.CreateHandler());
        Assert.Equal("HTTP/1.1 GET /x", await http.GetStringAsync(server.Address + "/x"));
        using HttpResponseMessage answer = await http.PostAsync(server.Address + "/echo", new StringContent("to and fro"));
        Assert.Equal("to and fro", await answer.Content.ReadAsStringAsync());
        Assert.Equal(WebServer.Large, await http.GetByteArrayAsync(server.Address + "/large"));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_bound_client_gives_answers_as_they_are(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        using HttpResponseMessage answer = await http.GetAsync(server.Address + "/x");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(["one", "two"], answer.Headers.GetValues("X-Several"));
        Assert.Equal("HTTP/1.1 GET /x", await answer.Content.ReadAsStringAsync());
        using HttpResponseMessage large = await http.GetAsync(server.Address + "/large", HttpCompletionOption.ResponseHeadersRead);
        using var copy = new MemoryStream();
        await large.Content.CopyToAsync(copy);
        Assert.Equal(WebServer.Large, copy.ToArray());
        using var posted = new ByteArrayContent(WebServer.Large) { Headers = { ContentType = new("application/x-noise") } };
        using var request = new HttpRequestMessage(HttpMethod.Put, server.Address + "/echo") { Content = posted };
        using HttpResponseMessage echo = await http.SendAsync(request);
        Assert.Equal("application/x-noise", echo.Content.Headers.ContentType!.ToString());
        Assert.Equal(WebServer.Large, await echo.Content.ReadAsByteArrayAsync());
        Assert.Same(posted, request.Content);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Tls_carries_http_1_and_http_2(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(tls: true);
        foreach (Version version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using HttpClient http = LoopHttp.CreateClient(configure: Certificates.Trust);
            http.DefaultRequestVersion = version;
            http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            string expected = version.Major == 2 ? "HTTP/2 GET /" : "HTTP/1.1 GET /";
            Assert.Equal(expected, await http.GetStringAsync(server.Address + "/"));
            string[] many = [.. await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => http.GetStringAsync(server.Address + "/")))];
            Assert.All(many, answer => Assert.Equal(expected, answer));
            using HttpResponseMessage echo = await http.PutAsync(server.Address + "/echo", new ByteArrayContent(WebServer.Large));
            Assert.Equal(WebServer.Large, await echo.Content.ReadAsByteArrayAsync());
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Http_2_needs_no_tls(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(protocols: HttpProtocols.Http2);
        using HttpClient http = LoopHttp.CreateClient();
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Assert.Equal("HTTP/2 GET /y", await http.GetStringAsync(server.Address + "/y"));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_certificate_that_nobody_trusts_fails_the_request(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(tls: true);
        using HttpClient http = LoopHttp.CreateClient();
        var error = await Fails<HttpRequestException>(async () => await http.GetStringAsync(server.Address));
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void It_decompresses_follows_redirects_and_keeps_cookies_as_told(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient(configure: handler => handler.AutomaticDecompression = DecompressionMethods.All);
        Assert.Equal("compressed", await http.GetStringAsync(server.Address + "/gzip"));
        Assert.Equal("HTTP/1.1 GET /there", await http.GetStringAsync(server.Address + "/redirect?to=/there"));
        using HttpClient plain = LoopHttp.CreateClient(configure: static handler => handler.AllowAutoRedirect = false);
        using var gzip = new GZipStream(await plain.GetStreamAsync(server.Address + "/gzip"), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.Equal("compressed", await reader.ReadToEndAsync());
        using HttpResponseMessage found = await plain.GetAsync(server.Address + "/redirect?to=/there");
        Assert.Equal(HttpStatusCode.Found, found.StatusCode);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void It_speaks_over_a_unix_socket(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        string path = Path.Combine(Path.GetTempPath(), $"simmer-http-{Guid.NewGuid():N}.sock");
        await using WebServer server = await WebServer.Start(unixSocket: path);
        using HttpClient http = LoopHttp.CreateClient(new() { UnixSocketPath = path });
        Assert.Equal("HTTP/1.1 GET /socket", await http.GetStringAsync("http://any.name/socket"));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void It_goes_through_a_proxy_and_tunnels_tls_through_it(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer secure = await WebServer.Start(tls: true);
        await using WebServer plain = await WebServer.Start();
        var proxy = new TunnelProxy();
        await using Server listener = await StartServer(proxy.Serve, "127.0.0.1", 0);
        var address = new WebProxy("127.0.0.1", listener.Port) { BypassProxyOnLocal = false };
        using HttpClient http = LoopHttp.CreateClient(new() { Proxy = address }, Certificates.Trust);
        Assert.Equal("HTTP/1.1 GET /tunnelled", await http.GetStringAsync(secure.Address + "/tunnelled"));
        Assert.Equal("HTTP/1.1 GET /proxied", await http.GetStringAsync(plain.Address + "/proxied"));
        Assert.Equal([$"CONNECT 127.0.0.1:{secure.Port} HTTP/1.1", $"GET {plain.Address}/proxied HTTP/1.1"], proxy.Requests);
    });
}
