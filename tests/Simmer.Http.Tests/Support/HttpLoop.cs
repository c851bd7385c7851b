using static Simmer.Asyncio;

namespace Simmer.Http.Tests.Support;

/// <summary>Which of the two ways to sockets a test runs on.</summary>
public enum ReactorKind
{
    Epoll,
    Portable,
}

/// <summary>Each test runs on both reactors.</summary>
public sealed class BothReactors : TheoryData<ReactorKind>
{
    public BothReactors()
    {
        Add(ReactorKind.Epoll);
        Add(ReactorKind.Portable);
    }
}

/// <summary>A loop on real time with real sockets, for one test.</summary>
internal static class HttpLoop
{
    /// <summary>Far longer than anything takes: the bound on a test, so that a failure does not hang.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a body that is to leave nothing for the exception handler, and no wait at a socket.</summary>
    internal static void Run(ReactorKind kind, Func<Coroutine> body, EventLoopOptions? options = null)
    {
        var reports = new List<ExceptionContext>();
        EventLoop? loop = null;
        Asyncio.Run(Bounded(), new RunnerOptions
        {
            HandleInterrupts = false,
            LoopFactory = () => loop = new EventLoop((options ?? new()) with { PortableReactor = kind == ReactorKind.Portable })
            {
                ExceptionHandler = (_, context) => reports.Add(context),
            },
        });
        Assert.Empty(reports);
        Assert.Equal(0, loop!.ExternalWaits);

        async Coroutine Bounded() => await Timeout(Patience, async _ => await body());
    }

    /// <summary>Awaits what is to fail, and gives its error.</summary>
    internal static async Coroutine<TError> Fails<TError>(Func<Coroutine> action)
        where TError : Exception
    {
        try
        {
            await action();
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            return Assert.IsType<TError>(error);
        }

        Assert.Fail($"No {typeof(TError).Name} was thrown.");
        return null!;
    }

    /// <summary>Waits until something holds that another thread is about to bring about.</summary>
    internal static async Coroutine Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Sleep(0.001);
        }
    }
}
