using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Simmer.AspNetCore;

/// <summary>Kestrel's way to the loops: listens on the first, deals connections out to all.</summary>
internal sealed class SimmerTransportFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly SimmerTransportOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly IMemoryPoolFactory<byte>? _pools;
    private readonly Lock _gate = new();
    private LoopThread[]? _threads;
    private bool _isDisposed;

    public SimmerTransportFactory(
        IOptions<SimmerTransportOptions> options, ILoggerFactory loggers, IEnumerable<IMemoryPoolFactory<byte>> pools)
    {
        _options = options.Value;
        _options.Check();
        _loggers = loggers;
        _pools = pools.LastOrDefault();
    }

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!CanBind(endpoint))
        {
            throw new NotSupportedException(
                $"Simmer's transport listens at IP addresses and Unix sockets, not at {endpoint} ({endpoint.GetType().Name}).");
        }

        LoopThread[] threads = Threads();
        await new LoopHop(threads[0].Loop);
        LoopListener? listener = null;
        SocketException? failure = null;
        try
        {
            listener = new LoopListener(threads, endpoint, _options);
        }
        catch (SocketException error)
        {
            failure = error;
        }

        // The host goes on from here: its thread is not the loop's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return listener ?? throw (failure!.SocketErrorCode == SocketError.AddressAlreadyInUse
            ? new AddressInUseException(failure.Message, failure) : failure);
    }

    public void Dispose()
    {
        LoopThread[]? threads;
        lock (_gate)
        {
            _isDisposed = true;
            threads = _threads;
            _threads = null;
        }

        Array.ForEach(threads ?? [], static thread => thread.Dispose());

        // The application that stops its host may be on one of the loops, which then ends after it. One that a handler holds is left to
        // its background thread: the host has waited for the handler as long as it was told to.
        Task.WaitAll([.. (threads ?? []).Where(static thread => !thread.IsCurrent).Select(static thread => thread.Ended)], s_patience);
    }

    private LoopThread[] Threads()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _threads ??= [.. Enumerable.Range(1, _options.LoopCount).Select(Start)];
        }
    }

    private LoopThread Start(int number)
    {
        ILogger logger = _loggers.CreateLogger("Simmer.AspNetCore.Transport");
        MemoryPool<byte> pool = _pools?.Create(new MemoryPoolOptions { Owner = "simmer" }) ?? MemoryPool<byte>.Shared;
        return new LoopThread($"Simmer loop {number}", _options, pool, logger);
    }
}
