namespace Simmer.Cli.Fetching;

/// <summary>Fetches the URLs of a source: one task reads, one hands out slots, and each request has a task of its own.</summary>
/// <remarks>Every URL that was read is either reported once through <see cref="Finished"/> or, after an interruption, counted in <see cref="NotStarted"/>.</remarks>
internal sealed class Fetcher(FetchSettings settings, UrlSource source, IAttempts attempts, Random? random = null)
{
    /// <summary>The clock counts in steps: a timer set for a time may fire when the clock shows a hair less.</summary>
    private const double TimerMargin = 1e-6;

    private readonly Scheduler _scheduler = new(settings.Concurrency, settings.PerHost, settings.Retries + 1);
    private readonly RetryPolicy _retries = new(settings.Retries, random ?? Random.Shared);
    private readonly AsyncSemaphore _slots = new(settings.Concurrency);
    private readonly AsyncEvent _wake = new();
    private readonly AsyncEvent _wanted = new();
    private readonly Dictionary<Job, LoopTask> _requests = [];
    private EventLoop _loop = null!;
    private bool _reading = true;
    private bool _reporting;
    private bool _stopping;

    /// <summary>Called on the loop for each URL that is done; awaited, so that a slow reader of results slows the fetching down.</summary>
    internal required Func<FetchRecord, Coroutine> Finished { get; init; }

    /// <summary>When the run began, in seconds of the loop's time.</summary>
    internal double BeganAt { get; private set; }

    /// <summary>Seconds since the run began.</summary>
    internal double Elapsed => _loop.Time - BeganAt;

    internal IReadOnlyCollection<Job> Requests => _requests.Keys;

    internal int Waiting => _scheduler.Waiting;

    /// <summary>Whether the source was read to its end, so that the totals are known.</summary>
    internal bool IsAllRead => !_reading;

    internal bool IsInterrupted => _stopping;

    /// <summary>URLs that were read but not fetched because of an interruption.</summary>
    internal int NotStarted { get; private set; }

    /// <summary>Why the source could not be read to its end.</summary>
    internal Exception? InputError { get; private set; }

    internal async Coroutine Run()
    {
        _loop = Asyncio.GetRunningLoop();
        BeganAt = _loop.Time;
        await TaskGroup.Run(async group =>
        {
            LoopTask reader = group.CreateTask(Read(), "reader");
            await Dispatch(group);
            if (!_reporting)
            {
                reader.Cancel();
            }
        });
        await GiveUpRetries();
        NotStarted = _scheduler.Waiting;
    }

    /// <summary>Starts nothing any more; what runs gets the grace period to end, then is cancelled.</summary>
    internal void Interrupt()
    {
        if (!_stopping)
        {
            _stopping = true;
            _wake.Set();
            _loop.CallLater(settings.Grace, CancelRequests);
        }
    }

    /// <summary>After an interruption: what waited to be tried again was tried, so it is reported.</summary>
    private async Coroutine GiveUpRetries()
    {
        foreach (Job job in _scheduler.RemoveTried())
        {
            await Finished(RecordOf(job, new Failure(FailureKind.Interrupted, "interrupted while it waited to be tried again"), job.WaitsSince));
        }
    }

    private void CancelRequests()
    {
        foreach (LoopTask task in _requests.Values)
        {
            task.Cancel("interrupted");
        }
    }

    private async Coroutine Read()
    {
        var rejected = new List<(string Url, string Problem)>();
        try
        {
            do
            {
                await _wanted.Wait();
                _wanted.Clear();
            }
            while (await ReadBlock(rejected) && !_stopping);
        }
        catch (IOException error)
        {
            InputError = error;
        }

        _reading = false;
        _scheduler.MoreToCome = false;
        _wake.Set();
    }

    private async Coroutine<bool> ReadBlock(List<(string Url, string Problem)> rejected)
    {
        double now = _loop.Time;
        bool more = await source.ReadBlock(
            (url, host) => _scheduler.Add(host, url, now),
            (url, problem) => rejected.Add((url, problem)));
        _wake.Set();
        _reporting = true;
        foreach ((string url, string problem) in rejected)
        {
            await Finished(new FetchRecord
            {
                Url = url,
                FinalUrl = url,
                StartedAt = now - BeganAt,
                EndedAt = now - BeganAt,
                Failure = new Failure(FailureKind.BadUrl, problem),
            });
        }

        _reporting = false;
        rejected.Clear();
        return more;
    }

    private async Coroutine Dispatch(TaskGroup group)
    {
        while (true)
        {
            double now = _loop.Time;
            while (!_stopping && _slots.Value > 0 && _scheduler.TryTake(now, out HostQueue? host, out Job? job))
            {
                // A permit is left: this neither waits nor lets another task run in between.
                Releaser slot = await _slots.Acquire();
                _ = group.CreateTask(Fetch(host, job, now, slot), job.Url);
            }

            if (_scheduler.Running == 0 && (_stopping || (!_reading && _scheduler.Waiting == 0)))
            {
                return;
            }

            if (_reading && WantsMore())
            {
                _wanted.Set();
            }

            _wake.Clear();
            TimerHandle? timer = _slots.Value > 0 && !_stopping && _scheduler.NextReady is { } next ? _loop.CallAt(next + TimerMargin, _wake.Set) : null;
            await _wake.Wait();
            timer?.Cancel();
        }
    }

    // A free slot that no host is ready for: what the input holds next may be of another host.
    private bool WantsMore() => _scheduler.Waiting == 0
        || ((_slots.Value > 0 || _scheduler.Waiting < 4 * settings.Concurrency) && _scheduler.Memory < settings.MemoryForWaiting);

    private async Coroutine Fetch(HostQueue host, Job job, double now, Releaser slot)
    {
        try
        {
            AttemptResult result = host.GivenUp is { } failure ? AttemptResult.Failed(failure) : await Request(job, now);
            HostHealth health = host.GivenUp is null ? HealthOf(result) : HostHealth.Unknown;
            double ended = _loop.Time;
            Failure? final = GoOn(host, job, result, ended);
            _scheduler.Ended(host, now, ended, health);
            if (final is not null || result == AttemptResult.Fetched)
            {
                await Finished(RecordOf(job, final, ended));
            }
        }
        finally
        {
            slot.Dispose();
            _wake.Set();
        }
    }

    private static HostHealth HealthOf(AttemptResult result) => result.Failure switch
    {
        null => HostHealth.Good,
        { HostSilent: true } => HostHealth.Silent,
        { IsTransient: true } => HostHealth.Failing,
        { Kind: FailureKind.Status or FailureKind.Redirect or FailureKind.TooLarge } => HostHealth.Good,
        _ => HostHealth.Unknown,
    };

    private async Coroutine<AttemptResult> Request(Job job, double now)
    {
        if (double.IsNaN(job.StartedAt))
        {
            job.StartedAt = now;
            job.Started = _loop.Clock.GetUtcNow();
            job.WaitsSince = now;
        }

        job.Waited += now - job.WaitsSince;
        job.Attempts += job.IsRedirected ? 0 : 1;
        job.BeginRequest();
        _requests.Add(job, Asyncio.CurrentTask()!);
        try
        {
            return await attempts.Run(job);
        }
        catch (OperationCanceledException) when (_stopping)
        {
            // What became whole all the same stays, and is told.
            return job.IsReceived ? AttemptResult.Fetched : AttemptResult.Failed(new Failure(FailureKind.Interrupted, "interrupted"));
        }
        finally
        {
            _requests.Remove(job);
        }
    }

    /// <summary>Has the URL tried again, here or elsewhere, if that is what follows.</summary>
    /// <returns>The failure that is final, if it is.</returns>
    private Failure? GoOn(HostQueue host, Job job, AttemptResult result, double now)
    {
        job.WaitsSince = now;
        job.IsRedirected = result.Redirect is not null;
        if (result.Redirect is { } target)
        {
            return Redirect(job, target, now);
        }

        if (result.Failure is not { } failure)
        {
            return null;
        }

        if (failure.RetryAfter is { } asked)
        {
            if (asked > settings.MaxWait)
            {
                _scheduler.GiveUp(host, HeldBack(asked), now);
                return failure with { Message = $"{failure.Message}; it asks to wait {asked.TotalSeconds:F0} s, more than --max-wait allows" };
            }

            _scheduler.HoldBack(host, now + asked.TotalSeconds, now);
        }

        if (_stopping || !_retries.MayRetry(failure, job.Attempts))
        {
            return failure;
        }

        double delay = failure.RetryAfter?.TotalSeconds ?? _retries.Delay(job.Attempts).TotalSeconds;
        _scheduler.Resume(host.Name, job, now + delay, now);
        return null;
    }

    private Failure? Redirect(Job job, Uri target, double now)
    {
        Uri from = job.Address;
        job.Redirects.Add(from);
        if (job.Redirects.Contains(target))
        {
            string way = string.Join(" → ", job.Redirects.SkipWhile(address => address != target).Append(target));
            return new Failure(FailureKind.Redirect, $"redirect loop: {way}");
        }

        if (job.Redirects.Count > settings.MaxRedirects)
        {
            return new Failure(FailureKind.Redirect, $"more than {settings.MaxRedirects} redirects, the last to {target.AbsoluteUri}");
        }

        if (_stopping)
        {
            return new Failure(FailureKind.Interrupted, $"interrupted before following the redirect to {target.AbsoluteUri}");
        }

        job.Address = target;
        _scheduler.Resume(Urls.HostOf(target), job, now, now);
        return null;
    }

    private static Failure HeldBack(TimeSpan asked) => new(
        FailureKind.HeldBack, $"not tried: the host asked to wait {asked.TotalSeconds:F0} s, more than --max-wait allows");

    private FetchRecord RecordOf(Job job, Failure? failure, double now)
    {
        double startedAt = double.IsNaN(job.StartedAt) ? now : job.StartedAt;
        return new FetchRecord
        {
            Url = job.Url,
            FinalUrl = job.Address.AbsoluteUri,
            Status = job.Status,
            Bytes = job.Bytes,
            Attempts = job.Attempts,
            Started = job.Attempts > 0 ? job.Started : null,
            StartedAt = startedAt - BeganAt,
            EndedAt = now - BeganAt,
            Queued = Math.Max(0, startedAt - job.QueuedAt),
            Waited = job.Waited,
            Connect = job.Connect,
            Headers = job.Headers,
            Body = job.Body,
            File = job.File,
            Failure = failure,
        };
    }
}
