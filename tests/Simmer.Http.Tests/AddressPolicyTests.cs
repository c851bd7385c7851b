using System.Net;
using Simmer.Http.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Http.Tests.Support.HttpLoop;

namespace Simmer.Http.Tests;

/// <summary>Which addresses may be connected to, at the moment of connecting.</summary>
public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.170")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void What_the_public_internet_does_not_reach_is_forbidden(string address) =>
        Assert.False(AddressPolicy.PublicOnly.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700:4700::1111")]
    public void What_it_reaches_is_allowed(string address) => Assert.True(AddressPolicy.PublicOnly.Allows(IPAddress.Parse(address)));

    [Fact]
    public void A_policy_can_be_widened_and_narrowed()
    {
        AddressPolicy policy = AddressPolicy.PublicOnly.Allowing(IPNetwork.Parse("10.1.0.0/16")).Forbidding(IPNetwork.Parse("10.1.2.0/24"));
        Assert.True(policy.Allows(IPAddress.Parse("10.1.1.1")));
        Assert.True(policy.Allows(IPAddress.Parse("::ffff:10.1.1.1")));
        Assert.False(policy.Allows(IPAddress.Parse("10.1.2.1")));
        Assert.False(policy.Allows(IPAddress.Parse("10.2.1.1")));
        Assert.Equal("public addresses only, and 10.1.0.0/16, but not 10.1.2.0/24", policy.Name);
        Assert.True(new AddressPolicy("loopback", IPAddress.IsLoopback).Allows(IPAddress.Parse("::ffff:127.0.0.1")));
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_forbidden_address_is_not_connected_to_however_it_is_written(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient(new() { AddressPolicy = AddressPolicy.PublicOnly });
        foreach (string host in new[] { "127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "0" })
        {
            var error = await Fails<HttpRequestException>(async () => await http.GetStringAsync($"http://{host}:{server.Port}/"));
            var forbidden = Assert.IsType<AddressForbiddenException>(error.InnerException);
            Assert.Contains("is forbidden: the policy allows public addresses only.", forbidden.Message);
        }

        Assert.Equal(0, server.Requests);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_redirect_does_not_lead_around_it(ReactorKind kind) => HttpLoop.Run(
        kind,
        async () =>
        {
            await using WebServer server = await WebServer.Start();
            AddressPolicy policy = new("127.0.0.1", address => address.Equals(IPAddress.Loopback));
            using HttpClient http = LoopHttp.CreateClient(new() { AddressPolicy = policy });
            string target = Uri.EscapeDataString($"http://inside.example:{server.Port}/secret");
            var error = await Fails<HttpRequestException>(async () => await http.GetStringAsync($"{server.Address}/redirect?to={target}"));
            var forbidden = Assert.IsType<AddressForbiddenException>(error.InnerException);
            Assert.Equal("inside.example", forbidden.Host);
            Assert.Equal(IPAddress.Parse("127.0.0.2"), forbidden.Address);
            Assert.Equal(1, server.Requests);
        },
        Names(("inside.example", ["127.0.0.2"])));

    [Theory, ClassData(typeof(BothReactors))]
    public void Of_a_names_addresses_the_allowed_ones_are_used(ReactorKind kind) => HttpLoop.Run(
        kind,
        async () =>
        {
            await using WebServer server = await WebServer.Start();
            AddressPolicy policy = new("127.0.0.1", address => address.Equals(IPAddress.Loopback));
            using HttpClient http = LoopHttp.CreateClient(new() { AddressPolicy = policy });
            Assert.Equal("HTTP/1.1 GET /", await http.GetStringAsync($"http://both.example:{server.Port}/"));
        },
        Names(("both.example", ["10.0.0.1", "127.0.0.1"])));

    [Theory, ClassData(typeof(BothReactors))]
    public void A_proxy_must_be_at_an_allowed_address_itself(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        var proxy = new TunnelProxy();
        await using Server listener = await StartServer(proxy.Serve, "127.0.0.1", 0);
        var address = new WebProxy("127.0.0.1", listener.Port) { BypassProxyOnLocal = false };
        using HttpClient http = LoopHttp.CreateClient(new() { AddressPolicy = AddressPolicy.PublicOnly, Proxy = address });
        var error = await Fails<HttpRequestException>(async () => await http.GetStringAsync("http://example.test/"));
        Assert.IsType<AddressForbiddenException>(error.InnerException);
        Assert.Empty(proxy.Requests);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void With_a_policy_the_systems_proxy_is_not_used(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        using SocketsHttpHandler restricted = LoopHttp.CreateHandler(new() { AddressPolicy = AddressPolicy.PublicOnly });
        using SocketsHttpHandler free = LoopHttp.CreateHandler();
        Assert.False(restricted.UseProxy);
        Assert.True(free.UseProxy);
        await Sleep(0);
    });

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void With_a_policy_no_certificate_leads_elsewhere(bool isRestricted, bool anyCertificate) => HttpLoop.Run(ReactorKind.Epoll, async () =>
    {
        using var trap = new IssuerTrap();
        LoopHttpOptions options = new() { AddressPolicy = isRestricted ? AddressPolicy.PublicOnly : null, UnixSocketPath = trap.Path };
        using HttpClient http = LoopHttp.CreateClient(options, handler =>
            handler.SslOptions.RemoteCertificateValidationCallback = anyCertificate ? static (_, certificate, _, _) => certificate is not null : null);
        if (anyCertificate)
        {
            Assert.Equal("", await http.GetStringAsync("https://localhost/"));
        }
        else
        {
            var error = await Fails<HttpRequestException>(async () => await http.GetStringAsync("https://localhost/"));
            Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        }

        Assert.Equal(!isRestricted, trap.Visits > 0);
    });

    /// <summary>A resolver that knows these names alone.</summary>
    internal static EventLoopOptions Names(params (string Host, string[] Addresses)[] names)
    {
        return new EventLoopOptions { Resolver = Resolve };

        async Coroutine<IPAddress[]> Resolve(string host)
        {
            await Sleep(0);
            return [.. names.Single(name => name.Host == host).Addresses.Select(IPAddress.Parse)];
        }
    }
}
