using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Simmer.Http.Tests.Support;

/// <summary>A certificate for this machine's names, made in memory.</summary>
internal static class Certificates
{
    internal static X509Certificate2 Localhost { get; } = Make();

    /// <summary>Trusts this one, and nothing else.</summary>
    internal static void Trust(SocketsHttpHandler handler) => handler.SslOptions.RemoteCertificateValidationCallback =
        (_, certificate, _, _) => certificate!.GetCertHashString() == Localhost.GetCertHashString();

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
