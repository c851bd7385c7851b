using System.Net;

namespace Simmer.Http;

/// <summary>An <see cref="AddressPolicy"/> forbids every address of a host. It is the inner exception of the request's error.</summary>
public class AddressForbiddenException : IOException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public AddressForbiddenException()
        : this("The address policy forbids to connect there.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public AddressForbiddenException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public AddressForbiddenException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal AddressForbiddenException(string host, IPAddress address, AddressPolicy policy)
        : base($"Connecting to {(host == address.ToString() ? host : $"'{host}', which is {address},")} is forbidden: the policy allows "
            + $"{policy.Name}. If it is meant to be reached, allow its network: AddressPolicy.Allowing(IPNetwork.Parse(\"…\")).")
    {
        Host = host;
        Address = address;
    }

    /// <summary>The host's name or address, as it was asked for.</summary>
    public string? Host { get; }

    /// <summary>Its first address.</summary>
    public IPAddress? Address { get; }
}
