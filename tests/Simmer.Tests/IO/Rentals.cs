using System.Buffers;
using System.Diagnostics.Tracing;

namespace Simmer.Tests.IO;

/// <summary>Counts the buffers of a stream's size that were rented from the shared pool and not given back, in the whole process.</summary>
internal sealed class Rentals : EventListener
{
    private const int Rented = 1;
    private const int Returned = 3;
    private static readonly int s_pool = ArrayPool<byte>.Shared.GetHashCode();
    private long _out;

    internal long Out => Interlocked.Read(ref _out);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId is Rented or Returned && eventData.Payload is [_, 4096 or 65536, int pool, ..] && pool == s_pool)
        {
            Interlocked.Add(ref _out, eventData.EventId == Rented ? 1 : -1);
        }
    }
}
