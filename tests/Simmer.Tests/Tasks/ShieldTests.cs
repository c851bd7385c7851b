using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>Errors behind shields that nobody awaits any more.</summary>
public sealed class ShieldTests
{
    [Fact]
    public void An_error_that_comes_as_the_shield_is_cancelled_is_reported()
    {
        var loop = new TestLoop();
        loop.RunReporting(async () =>
        {
            LoopTask failing = CreateTask(Failing());
            await Fails.With<TimeoutException>(async () => await WaitFor(Shield(failing), -1));
            Assert.True(failing.IsDone);
        });

        Assert.IsType<InvalidDataException>(Assert.Single(loop.Reports).Exception);

        static async Coroutine Failing() => throw new InvalidDataException();
    }
}
