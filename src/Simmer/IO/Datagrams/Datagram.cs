using System.Net;

namespace Simmer;

/// <summary>A datagram that was received.</summary>
/// <param name="Data">What it holds; it may be empty.</param>
/// <param name="Sender">Who sent it; null for an unnamed Unix socket.</param>
public readonly record struct Datagram(byte[] Data, EndPoint? Sender);
