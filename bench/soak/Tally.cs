using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Simmer.Soak;

/// <summary>What has happened, and what has gone wrong.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _episodes = new();
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private int _ended;
    private int _cancelled;

    internal int Ended => Volatile.Read(ref _ended);

    internal int Cancelled => Volatile.Read(ref _cancelled);

    internal ConcurrentQueue<string> Failures { get; } = new();

    internal void Episode(string name)
    {
        _episodes.AddOrUpdate(name, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _ended);
    }

    internal void Cancellation() => Interlocked.Increment(ref _cancelled);

    /// <summary>Takes note of an error, which may be what a reset or closed peer makes of it; anything else is a failure.</summary>
    internal void Error(string where, Exception error)
    {
        if (error is AggregateException several)
        {
            foreach (Exception one in several.InnerExceptions)
            {
                Error(where, one);
            }
        }
        else if (error is IOException or SocketException or ObjectDisposedException or AuthenticationException or TimeoutException or Win32Exception)
        {
            string kind = error is SocketException { SocketErrorCode: var code } || error.InnerException is SocketException { SocketErrorCode: var inner } && (code = inner) == inner
                ? code.ToString() : error.GetType().Name;
            _errors.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        }
        else
        {
            Fail($"{where}: {error}");
        }
    }

    internal void Fail(string what)
    {
        Failures.Enqueue(what);
        Console.WriteLine($"FAILURE {what}");
    }

    internal void Print()
    {
        Console.WriteLine("episodes: " + Join(_episodes));
        Console.WriteLine("errors met, as expected: " + Join(_errors));
    }

    private static string Join(ConcurrentDictionary<string, int> counts) =>
        string.Join(", ", counts.OrderByDescending(static pair => pair.Value).Select(static pair => $"{pair.Key} {pair.Value}"));
}
