using System.Net;
using System.Net.Sockets;

namespace Simmer.Cli.Tests.Support;

/// <summary>A port of this machine at which nobody listens, and nobody else can meanwhile.</summary>
internal sealed class Nobody : IDisposable
{
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal Nobody() => _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    internal int Port => ((IPEndPoint)_holder.LocalEndPoint!).Port;

    public void Dispose() => _holder.Dispose();
}
