using static Simmer.Asyncio;

namespace Simmer.Soak;

/// <summary>How a round ends.</summary>
internal enum RoundEnd
{
    /// <summary>Every episode runs to its end; then nothing is to be on the loop.</summary>
    Orderly,

    /// <summary>The main function ends in the midst of it all, and the run cancels what is there.</summary>
    Cancelled,
}

/// <summary>The life of one loop: servers that come and go, and workers that play one episode after the other.</summary>
internal sealed class Round(Options options, Tally tally, int seed, RoundEnd end, string reactor)
{
    /// <summary>Far longer than any episode takes.</summary>
    private const double Patience = 60;
    private readonly World _world = new(isEpoll: reactor == "epoll");
    private bool _isStopping;
    private int _episodes;

    internal void Run(double seconds)
    {
        try
        {
            Asyncio.Run(Main(seconds), new RunnerOptions
            {
                HandleInterrupts = false,
                WarningHandler = OnWarning,
                LoopFactory = () => new EventLoop(new EventLoopOptions { Resolver = _world.Resolve })
                {
                    ExceptionHandler = (_, context) => tally.Error(
                        context.Message, context.Exception ?? new SoakException($"{context.Message} {context.Task}")),
                },
            });
        }
        catch (Exception error)
        {
            tally.Fail($"a round on {reactor} ended with {error}");
        }

        _world.Dispose();
    }

    private void OnWarning(EventLoop loop, LoopWarning warning)
    {
        // A loaded machine holds loops up; what coroutines do wrong is another matter.
        if (warning.Kind is not (LoopWarningKind.Blocking or LoopWarningKind.SlowStep or LoopWarningKind.BusyTask))
        {
            tally.Fail($"warning: {warning}");
        }
    }

    private async Coroutine Main(double seconds)
    {
        EventLoop loop = GetRunningLoop();
        await _world.Open();
        LoopTask servers = CreateTask(_world.ReopenForEver(new Random(seed)), "reopening");
        LoopTask[] workers = [.. Enumerable.Range(0, options.Workers).Select(number => CreateTask(Work(), $"worker {number}"))];
        await Sleep(seconds);
        if (end == RoundEnd.Cancelled)
        {
            // A client that comes while the run cancels its tasks would have a task that nobody cancels.
            _world.StopListening();
            return;
        }

        _isStopping = true;
        (_, IReadOnlyCollection<LoopTask> late) = await Wait(workers, Patience * 2);
        foreach (LoopTask worker in late)
        {
            tally.Fail($"still at work:\n{FormatCallGraph(worker)}");
        }

        servers.Cancel();
        await Wait([servers]);
        await _world.Close();
        await Settle(loop);
    }

    /// <summary>What was begun has ended; closings that were asked for from elsewhere take another moment.</summary>
    private async Coroutine Settle(EventLoop loop)
    {
        for (int i = 0; i < 500 && Left(loop).Any(); i++)
        {
            await Sleep(0.01);
        }

        foreach (string left in Left(loop))
        {
            tally.Fail($"left on the loop on {reactor}: {left}");
        }
    }

    private static IEnumerable<string> Left(EventLoop loop)
    {
        foreach (LoopTask task in AllTasks().Where(static task => task != CurrentTask()))
        {
            yield return $"{task}";
        }

        if (loop.Timers.Count > 0)
        {
            yield return $"{loop.Timers.Count} timers";
        }

        if (loop.ExternalWaits > 0 || loop.ThreadCalls > 0)
        {
            yield return $"{loop.ExternalWaits} waits for the outside, {loop.ThreadCalls} calls on threads";
        }
    }

    private async Coroutine Work()
    {
        while (!_isStopping)
        {
            int number = _episodes++;
            var random = new Random(HashCode.Combine(seed, number));
            (string name, Func<World, Random, Coroutine> play) = Episodes.Pick(random);
            try
            {
                await Bounded(name, play, random);
            }
            catch (Exception error) when (error is not CancelledException)
            {
                tally.Error($"{name} on {reactor}", error);
            }

            tally.Episode(name);
            await Sleep(0);
        }
    }

    private async Coroutine Bounded(string name, Func<World, Random, Coroutine> play, Random random)
    {
        LoopTask episode = CreateTask(play(_world, random), name);
        if (random.Next(4) == 0)
        {
            await Sleep(random.NextDouble() * random.NextDouble() * 0.05);
            if (episode.Cancel("at random"))
            {
                tally.Cancellation();
            }
        }

        (IReadOnlyCollection<LoopTask> done, _) = await Wait([episode], Patience);
        if (done.Count == 0)
        {
            tally.Fail($"{name} on {reactor} hangs:\n{FormatCallGraph(episode)}");
            episode.Cancel();
            await Wait([episode], Patience);
        }
        else if (!episode.IsCancelled && episode.Exception is { } error)
        {
            throw error;
        }
    }
}
