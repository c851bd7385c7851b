namespace Simmer.Cli.Fetching;

/// <summary>What waits for one host, and what is known of the host. The <see cref="Scheduler"/> alone changes it.</summary>
internal sealed class HostQueue(string name, ChunkPool chunks)
{
    /// <summary>
    /// How many URLs may wait to be tried again before the host is asked for no new ones: a host that fails everything is
    /// not walked through at full speed.
    /// </summary>
    private const int MostResumed = 256;

    private PriorityQueue<Job, (double Due, long Order)>? _resumed;
    private long _order;

    internal string Name { get; } = name;

    /// <summary>URLs not tried yet.</summary>
    internal ByteQueue Fresh { get; } = new(chunks);

    internal int Waiting => Fresh.Count + Resumed;

    internal int Resumed => _resumed?.Count ?? 0;

    /// <summary>When the requests under way began.</summary>
    internal List<double> Starts { get; } = [];

    internal int Running => Starts.Count;

    /// <summary>The host asked to be left alone until then.</summary>
    internal double NotBefore { get; set; } = double.NegativeInfinity;

    /// <summary>Why the host gets no more requests, if it does not.</summary>
    internal Failure? GivenUp { get; set; }

    /// <summary>Whether the host has ever answered well.</summary>
    internal bool Answered { get; set; }

    /// <summary>How often in a row it failed; not to answer at all counts more.</summary>
    internal int FailuresInARow { get; set; }

    /// <summary>How often in a row it gave no answer at all.</summary>
    internal int Silences { get; set; }

    /// <summary>When that was last counted.</summary>
    internal double SilentSince { get; set; } = double.NegativeInfinity;

    /// <summary>How long its requests hold a slot, as a moving average.</summary>
    internal double HoldTime { get; set; }

    /// <summary>When the next URL is ready to be tried, as far as this host is concerned.</summary>
    internal double NextDue
    {
        get
        {
            if (GivenUp is not null)
            {
                return double.NegativeInfinity;
            }

            double due = Fresh.Count > 0 && Resumed < MostResumed ? double.NegativeInfinity : double.PositiveInfinity;
            if (_resumed is not null && _resumed.TryPeek(out _, out (double Due, long Order) first))
            {
                due = Math.Min(due, first.Due);
            }

            return Math.Max(due, NotBefore);
        }
    }

    /// <summary>Whether it has nothing to do and is remembered only because it wants to be left alone.</summary>
    internal bool IsResting { get; set; }

    /// <summary>The key in the heap of hosts.</summary>
    internal double ReadyAt { get; set; }

    /// <summary>The second key: who became ready first goes first.</summary>
    internal long Order { get; set; }

    /// <summary>Its place in the heap; -1 outside.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>Its place among the hosts that may not take more slots for now.</summary>
    internal LinkedListNode<HostQueue>? Parked { get; set; }

    /// <summary>How much waited for it when it was put there.</summary>
    internal int ParkedWaiting { get; set; }

    internal void Resume(Job job, double due) => (_resumed ??= new()).Enqueue(job, (due, _order++));

    /// <summary>The next URL that is due: one tried before goes first.</summary>
    internal Job? Take(double now)
    {
        if (_resumed is not null && _resumed.TryPeek(out Job? job, out (double Due, long Order) first)
            && (first.Due <= now || GivenUp is not null))
        {
            return _resumed.Dequeue();
        }

        if (Fresh.Count == 0)
        {
            return null;
        }

        (string url, double time) = Fresh.Dequeue();
        return new Job(url, new Uri(url), time);
    }
}
