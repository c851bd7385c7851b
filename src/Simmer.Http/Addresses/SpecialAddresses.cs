using System.Net;
using System.Net.Sockets;

namespace Simmer.Http;

/// <summary>IANA's special-purpose addresses (RFC 6890 and its registries): those that the public internet does not reach.</summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] s_specialV4 = Parse(
        "0.0.0.0/8",        // this network
        "10.0.0.0/8",       // private
        "100.64.0.0/10",    // shared by a provider's customers (CGNAT)
        "127.0.0.0/8",      // loopback
        "169.254.0.0/16",   // link-local; clouds serve their metadata there
        "172.16.0.0/12",    // private
        "192.0.0.0/24",     // protocol assignments
        "192.0.2.0/24",     // documentation
        "192.31.196.0/24",  // AS112
        "192.52.193.0/24",  // AMT
        "192.88.99.0/24",   // 6to4 relays
        "192.168.0.0/16",   // private
        "192.175.48.0/24",  // AS112
        "198.18.0.0/15",    // benchmarks
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",   // documentation
        "224.0.0.0/4",      // multicast
        "240.0.0.0/4");     // reserved, broadcast

    private static readonly IPNetwork[] s_specialV6 = Parse(
        "2001::/23",        // protocol assignments: Teredo, ORCHID, …
        "2001:db8::/32",    // documentation
        "2002::/16",        // 6to4, which wraps any IPv4 address
        "2620:4f:8000::/48", // AS112
        "3fff::/20");       // documentation

    private static readonly IPNetwork s_globalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The IPv4 address in an IPv6 address that only wraps it; others as they are, without a scope.</summary>
    internal static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes);
        return s_nat64.Contains(plain) ? new IPAddress(bytes.AsSpan(12)) : plain;
    }

    internal static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !IsIn(s_specialV4, address),
        AddressFamily.InterNetworkV6 => s_globalUnicast.Contains(address) && !IsIn(s_specialV6, address),
        _ => false,
    };

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (int i = 0; i < parsed.Length; i++)
        {
            parsed[i] = IPNetwork.Parse(networks[i]);
        }

        return parsed;
    }
}
