using System.Net.Security;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using static Simmer.Asyncio;

namespace Simmer.Tests.IO;

/// <summary>The settings of connections and servers, and what becomes of them.</summary>
public sealed class OptionTests
{
    [Theory, InlineData(0), InlineData(-1)]
    public void An_amount_that_nothing_could_have_is_refused_where_it_is_set(int amount)
    {
        Refused("Limit", () => new ConnectOptions { Limit = amount });
        Refused("Limit", () => new ServerOptions { Limit = amount });
        Refused("Limit", () => new SubprocessOptions { Limit = amount });
        Refused("Backlog", () => new ServerOptions { Backlog = amount });
        Refused("LargestDatagram", () => new DatagramOptions { LargestDatagram = amount });
        Refused("ReceiveBufferSize", () => new DatagramOptions { ReceiveBufferSize = amount });

        static void Refused(string name, Func<object> make) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);
    }

    [Fact]
    public void The_copy_of_a_clients_tls_settings_has_them_all()
    {
        if (OperatingSystem.IsWindows())
        {
            // It has no policy of ciphers to be copied.
            return;
        }

        var options = new SslClientAuthenticationOptions
        {
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateChainPolicy = new X509ChainPolicy(),
            CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_128_GCM_SHA256]),
            ClientCertificateContext = SslStreamCertificateContext.Create(Certificates.Localhost, null, offline: true),
            ClientCertificates = [],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => Certificates.Localhost,
            RemoteCertificateValidationCallback = Certificates.Client().RemoteCertificateValidationCallback,
        };
        var plain = new SslClientAuthenticationOptions();
        PropertyInfo[] settings = [.. typeof(SslClientAuthenticationOptions).GetProperties().Where(static setting => setting.Name != "TargetHost")];
        foreach (PropertyInfo setting in settings)
        {
            if (setting.PropertyType == typeof(bool))
            {
                setting.SetValue(options, !(bool)setting.GetValue(plain)!);
            }
            else if (setting.PropertyType.IsEnum)
            {
                setting.SetValue(options, Enum.GetValues(setting.PropertyType).Cast<object>().Last());
            }

            Assert.NotEqual(setting.GetValue(plain), setting.GetValue(options));
        }

        SslClientAuthenticationOptions copy = Connecting.Copy(options);
        Assert.All(settings, setting => Assert.Equal(setting.GetValue(options), setting.GetValue(copy)));
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void The_certificate_of_an_address_is_checked_against_the_address(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0, new() { Tls = Certificates.Server });
        using Connection connection = await OpenConnection(server.EndPoints[0], new() { Tls = Certificates.Client() });
        Assert.Equal("127.0.0.1", connection.Tls!.TargetHostName);
    });
}
