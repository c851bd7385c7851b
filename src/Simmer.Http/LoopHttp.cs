using System.Security.Cryptography.X509Certificates;

namespace Simmer.Http;

/// <summary>.NET's <see cref="HttpClient"/> on an event loop: its connections are the loop's, and so are its continuations.</summary>
/// <remarks>
/// <para>The protocols are .NET's own: HTTP/1.1, HTTP/2, TLS, proxies, redirects, cookies, compression and every setting of
/// <see cref="SocketsHttpHandler"/>. Simmer gives them the loop's sockets and resolver. A request on a warm HTTP/1.1 connection takes no
/// other thread; opening a connection, waiting for one, and HTTP/2's framing take moments of .NET's thread pool, from which the
/// request comes back to the loop.</para>
/// <para>A handler belongs to the loop it was made on. Dispose of it, or of its client, before the loop ends.</para>
/// </remarks>
/// <example><code>
/// using HttpClient http = LoopHttp.CreateClient();
/// string page = await Timeout(5, async _ => await http.GetStringAsync("http://localhost:8080/"));
/// </code></example>
public static class LoopHttp
{
    /// <summary>Makes a client whose requests are cancelled with the coroutine that awaits them.</summary>
    /// <param name="options">Addresses, Unix socket, proxy; null for the usual settings.</param>
    /// <param name="configure">Sets what is .NET's: limits, TLS, decompression, cookies, redirects.</param>
    /// <returns>The client; dispose of it to close its connections.</returns>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    /// <remarks>
    /// Cancel safety: cancelling a coroutine that awaits a request or reads an answer cancels that at once; its connection is closed,
    /// over HTTP/2 its stream reset. See <see cref="TaskBoundHandler"/>.
    /// </remarks>
    public static HttpClient CreateClient(LoopHttpOptions? options = null, Action<SocketsHttpHandler>? configure = null)
    {
        SocketsHttpHandler handler = CreateHandler(options);
        try
        {
            configure?.Invoke(handler);
            return new HttpClient(new TaskBoundHandler(handler));
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    /// <summary>Makes a handler whose connections are those of the loop that runs on this thread.</summary>
    /// <param name="options">Addresses, Unix socket, proxy; null for the usual settings.</param>
    /// <returns>The handler, whose other settings can still be set.</returns>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    /// <remarks>
    /// A handler of .NET's cannot know which coroutine awaits it: put a <see cref="TaskBoundHandler"/> around it, as
    /// <see cref="CreateClient"/> does, or pass <see cref="Asyncio.CancellationToken"/> to each request.
    /// </remarks>
    public static SocketsHttpHandler CreateHandler(LoopHttpOptions? options = null)
    {
        EventLoop loop = Asyncio.RunningLoop("make an HTTP handler");
        options ??= LoopHttpOptions.Default;
        var handler = new SocketsHttpHandler { ConnectCallback = new LoopConnector(loop, options).Connect };
        if (options.Proxy is not null)
        {
            handler.Proxy = options.Proxy;
        }
        else if (options.AddressPolicy is not null || options.UnixSocketPath is not null)
        {
            // The system's proxy would connect to addresses that nobody here sees.
            handler.UseProxy = false;
        }

        if (options.AddressPolicy is not null)
        {
            // A certificate names where its issuer and its revocation can be asked for: .NET would go there past the connect callback.
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        return handler;
    }
}
