using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Simmer.Tests.IO;

/// <summary>Certificates that sign themselves, one a name.</summary>
internal static class Certificates
{
    internal static readonly X509Certificate2 Localhost = Make("localhost");
    internal static readonly X509Certificate2 Other = Make("other.test");

    internal static SslServerAuthenticationOptions Server => new() { ServerCertificate = Localhost };

    /// <summary>A client that trusts these certificates, and checks nothing but their name.</summary>
    internal static SslClientAuthenticationOptions Client(string? name = null) => new()
    {
        TargetHost = name,
        RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0,
    };

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
