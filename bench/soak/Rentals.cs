using System.Buffers;
using System.Diagnostics.Tracing;

namespace Simmer.Soak;

/// <summary>Counts what was rented from the shared pool of bytes and not given back, by the pool's own events.</summary>
/// <remarks>
/// Not the smallest: <see cref="System.Net.Security.SslStream.ShutdownAsync"/> rents a buffer of 32 bytes for its notice and leaves it to the collector.
/// </remarks>
internal sealed class Rentals : EventListener
{
    private const int Rented = 1;
    private const int Allocated = 2;
    private const int Returned = 3;
    private const int Trimmed = 4;
    private const int Dropped = 6;
    private const int LargestNotice = 32;
    private static readonly int s_pool = ArrayPool<byte>.Shared.GetHashCode();
    private readonly Dictionary<int, string>? _places;
    private long _buffers;
    private long _pooledBytes;

    /// <param name="remembersPlaces">Whether to remember where each was rented, at a high price.</param>
    internal Rentals(bool remembersPlaces) => _places = remembersPlaces ? [] : null;

    /// <summary>How many buffers are out.</summary>
    internal long Buffers => Interlocked.Read(ref _buffers);

    /// <summary>How much the pool has made and not let go of.</summary>
    internal long PooledBytes => Interlocked.Read(ref _pooledBytes);

    /// <summary>Where what is out was rented, the most frequent places first.</summary>
    internal IEnumerable<string> Places()
    {
        if (_places is null)
        {
            return [];
        }

        lock (_places)
        {
            return [.. _places.Values.CountBy(static place => place).OrderByDescending(static pair => pair.Value).Take(10)
                .Select(static pair => $"{pair.Value} × rented\n{pair.Key}")];
        }
    }

    /// <summary>What is out now counts no more.</summary>
    internal void Forget()
    {
        if (_places is not null)
        {
            lock (_places)
            {
                _places.Clear();
            }
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.Payload is not [int buffer, int size, int pool, ..] || pool != s_pool || size <= LargestNotice)
        {
            return;
        }

        switch (eventData.EventId)
        {
            case Allocated:
                Interlocked.Add(ref _pooledBytes, size);
                return;
            case Trimmed or Dropped:
                Interlocked.Add(ref _pooledBytes, -size);
                return;
            case not (Rented or Returned):
                return;
        }

        bool isRented = eventData.EventId == Rented;
        if (_places is null)
        {
            Interlocked.Add(ref _buffers, isRented ? 1 : -1);
            return;
        }

        string place = isRented ? Place() : "";
        lock (_places)
        {
            Interlocked.Add(ref _buffers, isRented ? 1 : -1);
            if (isRented)
            {
                _places[buffer] = $"{size} bytes {place}";
            }
            else
            {
                _places.Remove(buffer);
            }
        }
    }

    /// <summary>The methods above the pool.</summary>
    private static string Place() => string.Join(
        '\n', Environment.StackTrace.Split('\n').Where(static line => !line.Contains("at System.Diagnostics.Tracing.", StringComparison.Ordinal)
            && !line.Contains("at System.Buffers.", StringComparison.Ordinal)).Skip(3).Take(8));
}
