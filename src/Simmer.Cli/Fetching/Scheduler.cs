using System.Diagnostics.CodeAnalysis;

namespace Simmer.Cli.Fetching;

/// <summary>Decides which URL is fetched next: a queue for each host, and the hosts in a heap by the time they are next ready.</summary>
/// <remarks>
/// <para>A slot goes only to a host that is ready, so a host that asked to be left alone holds none. Ready hosts take turns.</para>
/// <para>What a host can hold of the slots is bounded, so that none slows the others by much. One that has not answered yet
/// gets a thirty-second part of the slots; one that does not answer, or fails again and again, gets one; one that holds its
/// slots four times as long as usual gets a thirty-second part while slots are scarce. These bounds fall when only hosts that
/// they hold back have URLs left, or when there are slots for everything that is left. Hosts that failed and never answered
/// well, and those that fail again and again, share an eighth of the slots however many they are.</para>
/// <para>A host that gives no answer is left alone for longer and longer; after <see cref="FewestSilences"/> times in a row, or
/// as many as one URL may be tried, it gets no more requests.</para>
/// <para>It does nothing by itself and reads no clock: <see cref="Fetcher"/> asks it with the loop's time.</para>
/// </remarks>
internal sealed class Scheduler(int slots, int perHost, int tries = 1)
{
    private const double SlowFactor = 4;
    private const double SlowMargin = 0.05;

    /// <summary>How long slots count as scarce after all were taken: with answers in step, all can be free for a moment.</summary>
    private const double ScarceFor = 10;

    /// <summary>How long a host that was asked for the first time counts as one that will soon answer.</summary>
    private const double Probation = 2;

    /// <summary>How many failures in a row make a host one that fails again and again.</summary>
    private const int ManyFailures = 3;

    /// <summary>How many times without an answer, one after another, are the least that make a host one that is not there.</summary>
    private const int FewestSilences = 6;

    /// <summary>The longest time for which a host that gives no answer is left alone.</summary>
    private const double LongestPause = 30;

    /// <summary>How many of the parked hosts are looked at in one call, so that a call stays cheap.</summary>
    private const int ParkedLooks = 16;

    /// <summary>How many hosts with nothing to do are remembered because they asked to be left alone.</summary>
    private const int MostResting = 100_000;

    private readonly Dictionary<string, HostQueue> _hosts = [];
    private readonly ChunkPool _chunks = new();
    private readonly HostHeap _heap = new();
    private readonly LinkedList<HostQueue> _parked = new();
    private readonly PriorityQueue<HostQueue, double> _resting = new();
    private readonly int _share = Math.Max(1, slots / 32);
    private readonly int _shareOfFailing = Math.Max(1, slots / 8);
    private double _lastFull = double.NegativeInfinity;
    private int _parkedWaiting;
    private double _probationEnds = double.NegativeInfinity;
    private bool _probationSeen = true;
    private int _restingCount;
    private int _runningAtFailing;
    private long _order;
    private double _usualHold;

    /// <summary>URLs that wait for a slot, or for the time to be tried again.</summary>
    internal int Waiting { get; private set; }

    /// <summary>Requests under way.</summary>
    internal int Running { get; private set; }

    /// <summary>Whether the input may bring URLs of other hosts yet.</summary>
    internal bool MoreToCome { get; set; } = true;

    /// <summary>About how much memory the URLs and hosts take.</summary>
    internal long Memory => FreshBytes + (512L * _hosts.Count) + (1024L * Resumed);

    /// <summary>When a host that waits for its time is ready; null if none waits. The time may have passed.</summary>
    internal double? NextReady
    {
        get
        {
            // When the last probation ends, parked hosts may get what nobody else wants.
            double parked = _parked.Count > 0 && !MoreToCome && !_probationSeen ? _probationEnds : double.PositiveInfinity;
            double next = Math.Min(_heap.First?.ReadyAt ?? double.PositiveInfinity, parked);
            return double.IsPositiveInfinity(next) ? null : next;
        }
    }

    internal int Hosts => _hosts.Count;

    private long FreshBytes { get; set; }

    private int Resumed { get; set; }

    /// <summary>A URL from the input.</summary>
    internal void Add(string hostName, ReadOnlySpan<byte> url, double now)
    {
        HostQueue host = Find(hostName);
        long before = host.Fresh.Allocated;
        host.Fresh.Enqueue(url, now);
        FreshBytes += host.Fresh.Allocated - before;
        Waiting++;
        if (host.Waiting == 1 || host.HeapIndex < 0)
        {
            Place(host, now);
        }
    }

    /// <summary>A URL to be tried again, or at another address.</summary>
    internal void Resume(string hostName, Job job, double due, double now)
    {
        HostQueue host = Find(hostName);
        host.Resume(job, due);
        Resumed++;
        Waiting++;
        Place(host, now);
    }

    /// <summary>Takes the next URL, if a slot is free and a host is ready.</summary>
    internal bool TryTake(double now, [NotNullWhen(true)] out HostQueue? host, [NotNullWhen(true)] out Job? job)
    {
        host = Running < slots ? NextHost(now) : null;
        job = null;
        if (host is null)
        {
            return false;
        }

        int resumed = host.Resumed;
        long before = host.Fresh.Allocated;
        job = host.Take(now) ?? throw new InvalidOperationException($"{host.Name} was said to be ready but has nothing to fetch.");
        Resumed -= resumed - host.Resumed;
        FreshBytes += host.Fresh.Allocated - before;
        Waiting--;
        Running++;
        _lastFull = Running == slots ? now : _lastFull;
        host.Starts.Add(now);
        _runningAtFailing += IsFailing(host) ? 1 : 0;
        if (!host.Answered && host.FailuresInARow == 0 && host.Running == 1)
        {
            _probationEnds = now + Probation;
            _probationSeen = false;
        }

        Place(host, now);
        return true;
    }

    /// <summary>A request that was taken has ended.</summary>
    /// <param name="host">The host it went to.</param>
    /// <param name="startedAt">When it was taken.</param>
    /// <param name="now">The time.</param>
    /// <param name="health">What it says about the host.</param>
    internal void Ended(HostQueue host, double startedAt, double now, HostHealth health)
    {
        Running--;
        _runningAtFailing -= IsFailing(host) ? host.Running : 0;
        host.Starts.Remove(startedAt);
        double held = now - startedAt;
        host.HoldTime = host.HoldTime == 0 ? held : host.HoldTime + ((held - host.HoldTime) / 4);
        switch (health)
        {
            case HostHealth.Silent:
                host.FailuresInARow += ManyFailures;
                GaveNoAnswer(host, startedAt, now);
                break;
            case HostHealth.Failing:
                host.FailuresInARow++;
                host.Silences = 0;
                break;
            case HostHealth.Good:
                host.FailuresInARow = 0;
                host.Silences = 0;
                host.Answered = true;

                // One slow answer must not make every other host look quick.
                double counted = _usualHold == 0 ? held : Math.Min(held, (SlowFactor * _usualHold) + SlowMargin);
                _usualHold = _usualHold == 0 ? counted : _usualHold + ((counted - _usualHold) / 32);
                break;
        }

        _runningAtFailing += IsFailing(host) ? host.Running : 0;
        Place(host, now);
        Forget(host, now);
    }

    /// <summary>The host asked to be left alone for a time.</summary>
    internal void HoldBack(HostQueue host, double until, double now)
    {
        host.NotBefore = Math.Max(host.NotBefore, until);
        Place(host, now);
    }

    /// <summary>The host gets no more requests: what waits for it fails with this.</summary>
    internal void GiveUp(HostQueue host, Failure failure, double now)
    {
        host.GivenUp = failure;
        Place(host, now);
    }

    /// <summary>Takes out everything that was tried before.</summary>
    internal List<Job> RemoveTried()
    {
        var jobs = new List<Job>();
        foreach (HostQueue host in _hosts.Values)
        {
            while (host.Resumed > 0 && host.Take(double.PositiveInfinity) is { } job)
            {
                jobs.Add(job);
            }
        }

        Waiting -= jobs.Count;
        Resumed = 0;
        return jobs;
    }

    /// <summary>Requests that ran side by side count once: a moment's outage is not the end of a host.</summary>
    private void GaveNoAnswer(HostQueue host, double startedAt, double now)
    {
        if (startedAt < host.SilentSince)
        {
            return;
        }

        host.SilentSince = now;
        host.Silences++;
        if (host.Silences >= Math.Max(FewestSilences, tries))
        {
            host.GivenUp ??= new Failure(FailureKind.Unreachable, $"given up: the host gave no answer {host.Silences} times in a row");
        }
        else if (host.Silences > 1)
        {
            // One alone may be the URL's fault.
            host.NotBefore = Math.Max(host.NotBefore, now + Math.Min(LongestPause, Math.Pow(2, host.Silences - 2)));
        }
    }

    private HostQueue Find(string name)
    {
        if (!_hosts.TryGetValue(name, out HostQueue? host))
        {
            _hosts.Add(name, host = new HostQueue(name, _chunks));
        }
        else if (host.IsResting)
        {
            host.IsResting = false;
            _restingCount--;
        }

        return host;
    }

    private HostQueue? NextHost(double now)
    {
        while (_heap.First is { } host && host.ReadyAt <= now)
        {
            _heap.Remove(host);
            if (host.GivenUp is not null || host.Running < LimitOf(host, now))
            {
                return host;
            }

            Park(host);
        }

        _probationSeen |= now >= _probationEnds;
        bool lifted = !MoreToCome && (Waiting + Running <= slots || (_parkedWaiting == Waiting && _probationSeen));
        for (int looks = Math.Min(ParkedLooks, _parked.Count); looks > 0; looks--)
        {
            HostQueue host = _parked.First!.Value;
            Unpark(host);
            if (lifted || host.Running < LimitOf(host, now))
            {
                return host;
            }

            Park(host);
        }

        return null;
    }

    private int LimitOf(HostQueue host, double now)
    {
        if (_hosts.Count - _restingCount <= 1)
        {
            return perHost;
        }

        if (IsFailing(host) && _runningAtFailing >= _shareOfFailing)
        {
            return 0;
        }

        if (host.FailuresInARow >= ManyFailures)
        {
            return 1;
        }

        if (!host.Answered)
        {
            return Math.Min(perHost, _share);
        }

        bool scarce = now - _lastFull < ScarceFor;
        return scarce && IsSlow(host, now) ? Math.Min(perHost, _share) : perHost;
    }

    private static bool IsFailing(HostQueue host) => host.FailuresInARow >= (host.Answered ? ManyFailures : 1);

    private bool IsSlow(HostQueue host, double now)
    {
        double held = host.Running > 0 ? Math.Max(host.HoldTime, now - host.Starts[0]) : host.HoldTime;
        return held > (SlowFactor * _usualHold) + SlowMargin;
    }

    /// <summary>Puts a host where it belongs: in the heap if it has something to fetch and may.</summary>
    private void Place(HostQueue host, double now)
    {
        Unpark(host);
        double due = host.NextDue;
        if (host.Waiting == 0 || (host.Running >= perHost && host.GivenUp is null))
        {
            if (host.HeapIndex >= 0)
            {
                _heap.Remove(host);
            }

            return;
        }

        double readyAt = Math.Max(due, now);
        if (host.HeapIndex >= 0)
        {
            if (readyAt >= host.ReadyAt && host.ReadyAt >= due)
            {
                // It keeps the place that it waited for.
                return;
            }

            _heap.Remove(host);
        }

        host.ReadyAt = readyAt;
        host.Order = _order++;
        _heap.Add(host);
    }

    private void Park(HostQueue host)
    {
        host.Parked = _parked.AddLast(host);
        host.ParkedWaiting = host.Waiting;
        _parkedWaiting += host.ParkedWaiting;
    }

    private void Unpark(HostQueue host)
    {
        if (host.Parked is { } node)
        {
            _parked.Remove(node);
            host.Parked = null;
            _parkedWaiting -= host.ParkedWaiting;
        }
    }

    /// <summary>A host with nothing left to do is forgotten, but not before the time until which it wants to be left alone.</summary>
    private void Forget(HostQueue host, double now)
    {
        if (host.Waiting == 0 && host.Running == 0)
        {
            double until = host.GivenUp is null ? host.NotBefore : double.PositiveInfinity;
            if (until > now)
            {
                host.IsResting = true;
                _restingCount++;
                _resting.Enqueue(host, until);
            }
            else
            {
                _hosts.Remove(host.Name);
            }
        }

        while (_resting.TryPeek(out HostQueue? rested, out double until) && (until <= now || _resting.Count > MostResting))
        {
            _resting.Dequeue();
            if (rested.IsResting)
            {
                rested.IsResting = false;
                _restingCount--;
                _hosts.Remove(rested.Name);
            }
        }
    }
}
