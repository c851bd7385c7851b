namespace Simmer.Cli.Fetching;

/// <summary>Sends requests, and takes a new HTTP client after so many hosts: a client keeps a pool for each host it has met.</summary>
/// <remarks>
/// A pool and its idle connection take tens of kilobytes and a file descriptor, and a list can name a million hosts faster than
/// the client forgets them. A client that has met enough gets no more requests and is closed with the last it has.
/// </remarks>
internal sealed class HttpClients(Func<HttpMessageHandler> createHandler) : IDisposable
{
    private const int MostHosts = 1000;
    private Client? _current;

    /// <param name="address">Where the request will go.</param>
    /// <returns>The client to send it with, until the lease is disposed of.</returns>
    internal Lease Rent(Uri address)
    {
        // The first is made here and not before: its handler belongs to the loop that sends with it.
        _current ??= new Client(createHandler());
        _current.Hosts.Add(Urls.HostOf(address));
        if (_current.Hosts.Count > MostHosts)
        {
            _current.Retire();
            _current = new Client(createHandler());
            _current.Hosts.Add(Urls.HostOf(address));
        }

        return new Lease(_current);
    }

    public void Dispose() => _current?.Retire();

    /// <summary>The right to use a client.</summary>
    internal readonly struct Lease : IDisposable
    {
        private readonly Client _client;

        internal Lease(Client client)
        {
            _client = client;
            client.Leases++;
        }

        internal HttpMessageInvoker Invoker => _client.Invoker;

        public void Dispose()
        {
            _client.Leases--;
            _client.CloseIfUnused();
        }
    }

#pragma warning disable CA1001 // It closes itself when it is retired and its last lease ends.
    internal sealed class Client(HttpMessageHandler handler)
#pragma warning restore CA1001
    {
        private bool _retired;

        internal HttpMessageInvoker Invoker { get; } = new(handler);

        internal HashSet<string> Hosts { get; } = [];

        internal int Leases { get; set; }

        internal void Retire()
        {
            _retired = true;
            CloseIfUnused();
        }

        internal void CloseIfUnused()
        {
            if (_retired && Leases == 0)
            {
                Invoker.Dispose();
            }
        }
    }
}
