using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>Turns host names into addresses off the loop. Those who ask for one name at a time share one look-up.</summary>
internal sealed class NameResolver(EventLoop loop, Func<string, Coroutine<IPAddress[]>>? hook, Delay cacheTime)
{
    private const int MostNames = 1024;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The endpoints of a host, in the resolver's order.</summary>
    /// <exception cref="SocketException">The name has no address of that family, or looking it up failed.</exception>
    internal async Coroutine<IPEndPoint[]> Resolve(string host, int port, AddressFamily family)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new ArgumentOutOfRangeException(nameof(port), port, "A port is a number from 0 to 65535.");
        }

        IPAddress[] addresses = AddressIn(host) is { } literal ? [literal] : await LookUp(host);
        IPEndPoint[] endpoints = [.. addresses
            .Where(address => family == AddressFamily.Unspecified || address.AddressFamily == family)
            .Select(address => new IPEndPoint(address, port))];
        return endpoints.Length > 0 ? endpoints : throw new SocketException(
            (int)SocketError.HostNotFound,
            $"Cannot resolve '{host}': it has no address{(family == AddressFamily.Unspecified ? "" : $" of the family {family}")}.");
    }

    private static IPAddress? AddressIn(string host)
    {
        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            return null;
        }

        // .NET overlooks the port.
        return host[0] != '[' || host[^1] == ']' ? address : throw new ArgumentException(
            $"'{host}' is an address with a port. Give the port by itself.", nameof(host));
    }

    private async Coroutine<IPAddress[]> LookUp(string host)
    {
        if (!_entries.TryGetValue(host, out Entry? entry) || entry.IsStale(loop.Time))
        {
            if (_entries.Count >= MostNames)
            {
                _entries.Clear();
            }

            entry = new Entry();
            _entries[host] = entry;
            entry.Task = loop.CreateTask(Fetch(host, entry), $"look-up of {host}", NoContext);
        }

        // A shield: one who gives up takes nothing from the others.
        (IPAddress[] addresses, Exception? error) = await Asyncio.Shield(entry.Task);
        if (error is not null)
        {
            throw new SocketException(
                (int)((error as SocketException)?.SocketErrorCode ?? SocketError.HostNotFound), $"Cannot resolve '{host}': {error.Message}");
        }

        return addresses;
    }

    private TaskContext NoContext => new(loop.BaseContext);

    /// <summary>Never fails: the error is for whoever asks, if somebody still does.</summary>
    private async Coroutine<(IPAddress[] Addresses, Exception? Error)> Fetch(string host, Entry entry)
    {
        bool isCached = false;
        try
        {
            IPAddress[] addresses = hook is not null
                ? await hook(host) ?? []
                : await loop.CallOnThread(() => Dns.GetHostAddresses(host), null, loop.DefaultExecutor);
            entry.StaleAt = loop.Time + cacheTime.Seconds;
            isCached = cacheTime.Seconds > 0;
            return (addresses, null);
        }
        catch (Exception error) when (error is not CancelledException || Asyncio.CurrentTask() is { Cancelling: 0 })
        {
            // A time limit of the hook's own is a cancellation too, and so is the end of a task that it awaits: neither is the asker's.
            return ([], error);
        }
        finally
        {
            if (!isCached && _entries.GetValueOrDefault(host) == entry)
            {
                _entries.Remove(host);
            }
        }
    }

    /// <summary>A look-up that is under way, or its result.</summary>
    private sealed class Entry
    {
        internal LoopTask<(IPAddress[] Addresses, Exception? Error)> Task { get; set; } = null!;

        internal double StaleAt { get; set; } = double.PositiveInfinity;

        internal bool IsStale(double now) => now >= StaleAt || Task.IsCancelled;
    }
}
