namespace Simmer.Tests.Support;

/// <summary>A loop on the system's clock, for tests whose events come from outside. It does not wait for ever.</summary>
internal static class RealLoop
{
    internal static readonly RunnerOptions Options = new() { HandleInterrupts = false };

    internal static void Run(Func<Coroutine> body) => Asyncio.Run(Patiently(body), Options);

    internal static async Coroutine Patiently(Func<Coroutine> body) =>
        await Asyncio.Timeout(Until.Patience, async _ => await body());
}
