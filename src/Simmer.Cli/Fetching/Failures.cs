using System.Net.Sockets;
using System.Security.Authentication;
using Simmer.Http;

namespace Simmer.Cli.Fetching;

/// <summary>Says in one line what an exception of the HTTP client means.</summary>
internal static class Failures
{
    // Of HTTP/2: a server that has answered enough on a connection says so while requests are under way.
    private const long NoError = 0;
    private const long RefusedStream = 7;

    /// <param name="error">What was thrown.</param>
    /// <param name="address">What was asked for.</param>
    /// <param name="received">How many bytes of the body had come.</param>
    /// <param name="proxy">What was connected to instead of the host, if it was.</param>
    internal static Failure Of(Exception error, Uri address, long received, Uri? proxy = null)
    {
        string host = $"{address.Host}:{address.Port}";
        if (Find<AddressForbiddenException>(error) is { } forbidden)
        {
            string asked = (proxy ?? address).Host;
            string name = proxy is null ? asked : $"the proxy {asked}";
            string what = forbidden.Address is { } at && at.ToString() != asked.Trim('[', ']') ? $"{name} is {at}" : name;
            return new Failure(FailureKind.Connect, $"{what}, which is not public, and --public-only is set");
        }

        if (Find<SocketException>(error) is { } socket)
        {
            return proxy is null ? OfSocket(socket, address.Host, host) : OfSocket(socket, proxy.Host, $"the proxy {proxy.Host}:{proxy.Port}");
        }

        if (Find<AuthenticationException>(error) is { } tls)
        {
            return new Failure(FailureKind.Tls, $"TLS with {host} failed: {Innermost(tls).Message}");
        }

        HttpRequestError reason = error switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return reason switch
        {
            HttpRequestError.NameResolutionError => new Failure(FailureKind.UnknownHost, $"unknown host: {address.Host}"),
            HttpRequestError.ProxyTunnelError when proxy is not null =>
                new Failure(FailureKind.Connect, $"the proxy {proxy.Host}:{proxy.Port} opened no tunnel to {host}{StatusOf(error)}"),
            HttpRequestError.SecureConnectionError =>
                new Failure(FailureKind.Tls, $"TLS with {host} failed: {Innermost(error).Message}"),
            HttpRequestError.ResponseEnded when received > 0 =>
                new Failure(FailureKind.CutShort, $"answer cut short after {received} bytes of the body", IsTransient: true),
            HttpRequestError.ResponseEnded =>
                new Failure(FailureKind.CutShort, $"{host} closed the connection before its answer was complete", IsTransient: true),
            HttpRequestError.HttpProtocolError when Find<HttpProtocolException>(error) is { ErrorCode: NoError or RefusedStream } =>
                new Failure(FailureKind.CutShort, $"{host} closed the connection before its answer was complete", IsTransient: true),
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError =>
                new Failure(FailureKind.Protocol, $"{host} does not speak proper HTTP: {Innermost(error).Message}"),
            _ => new Failure(FailureKind.Protocol, $"request to {host} failed: {Innermost(error).Message}", IsTransient: error is IOException),
        };
    }

    private static Failure OfSocket(SocketException error, string name, string host) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => new Failure(FailureKind.UnknownHost, $"unknown host: {name}"),
        SocketError.TryAgain =>
            new Failure(FailureKind.UnknownHost, $"the name {name} could not be looked up for now", IsTransient: true, HostSilent: true),
        SocketError.ConnectionRefused =>
            new Failure(FailureKind.Refused, $"{host} refused the connection", IsTransient: true, HostSilent: true),
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted =>
            new Failure(FailureKind.CutShort, $"{host} reset the connection", IsTransient: true),
        _ => new Failure(FailureKind.Connect, $"no connection to {host}: {error.Message}", IsTransient: true, HostSilent: true),
    };

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        while (error is not null and not T)
        {
            error = error.InnerException;
        }

        return (T?)error;
    }

    private static string StatusOf(Exception error) =>
        error is HttpRequestException { StatusCode: { } status } ? $": status {(int)status}" : "";

    private static Exception Innermost(Exception error) => error.InnerException is null ? error : Innermost(error.InnerException);
}
