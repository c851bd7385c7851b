using System.Net;

namespace Simmer.Http;

/// <summary>Says which addresses may be connected to, for programs that fetch what others name.</summary>
/// <remarks>
/// An IPv4 address is judged the same in whatever it is wrapped: as itself, mapped into IPv6 or translated (NAT64). Of a name's addresses those
/// that are allowed are used; if none is, the request fails with an <see cref="AddressForbiddenException"/>.
/// </remarks>
/// <example><code>
/// using HttpClient http = LoopHttp.CreateClient(new()
/// {
///     AddressPolicy = AddressPolicy.PublicOnly.Allowing(IPNetwork.Parse("10.1.2.0/24")),
/// });
/// </code></example>
public sealed class AddressPolicy
{
    private readonly Func<IPAddress, bool> _allows;

    /// <summary>Makes a policy of your own.</summary>
    /// <param name="name">What is allowed, for messages: "addresses of the cluster only".</param>
    /// <param name="allows">Whether an address may be connected to; it gets IPv4 addresses unwrapped.</param>
    public AddressPolicy(string name, Func<IPAddress, bool> allows)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(allows);
        Name = name;
        _allows = allows;
    }

    /// <summary>
    /// Allows what is reachable for everybody alone: no loopback, private, link-local, shared (CGNAT), multicast, unique-local,
    /// documentation or otherwise reserved address.
    /// </summary>
    /// <remarks>After IANA's registries of special-purpose addresses; of IPv6, what is not global unicast is forbidden, known or not.</remarks>
    public static AddressPolicy PublicOnly { get; } = new("public addresses only", SpecialAddresses.IsPublic);

    /// <summary>What is allowed, for messages.</summary>
    public string Name { get; }

    /// <summary>Whether an address may be connected to.</summary>
    /// <param name="address">The address.</param>
    /// <returns>True if it may.</returns>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _allows(SpecialAddresses.Unwrap(address));
    }

    /// <summary>Makes a policy that allows some networks as well.</summary>
    /// <param name="networks">The networks.</param>
    /// <returns>The policy.</returns>
    public AddressPolicy Allowing(params IPNetwork[] networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        return new($"{Name}, and {string.Join(", ", networks)}", address => IsIn(networks, address) || _allows(address));
    }

    /// <summary>Makes a policy that forbids some networks as well.</summary>
    /// <param name="networks">The networks.</param>
    /// <returns>The policy.</returns>
    public AddressPolicy Forbidding(params IPNetwork[] networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        return new($"{Name}, but not {string.Join(", ", networks)}", address => !IsIn(networks, address) && _allows(address));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The endpoints that are allowed.</summary>
    /// <exception cref="AddressForbiddenException">None is.</exception>
    internal IPEndPoint[] Filter(string host, IPEndPoint[] endpoints)
    {
        IPEndPoint[] allowed = [.. endpoints.Where(endpoint => Allows(endpoint.Address))];
        return allowed.Length > 0 ? allowed : throw new AddressForbiddenException(host, endpoints[0].Address, this);
    }

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));
}
