using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

public sealed class TimeoutTests
{
    [Fact]
    public void Its_time_counts_from_when_it_begins_not_from_when_it_was_called()
    {
        TestLoop.Run(async () =>
        {
            Coroutine called = Timeout(1, async _ => await Sleep(0.8));
            Coroutine<int> calledForResult = Timeout(1, async _ => await Sleep(0.8, 42));
            await Sleep(5);

            await called;
            Assert.Equal(42, await calledForResult);
        });
    }

    [Fact]
    public void A_task_that_waits_for_its_place_in_a_group_loses_none_of_it()
    {
        TestLoop.Run(async () => await TaskGroup.Run(
            async group =>
            {
                for (int i = 0; i < 3; i++)
                {
                    group.CreateTask(Timeout(1, async _ => await Sleep(0.8)));
                }
            },
            limit: 1));
    }

    [Fact]
    public void It_is_made_without_a_loop_as_any_coroutine() =>
        Assert.Equal(42, Run(Timeout(1, async _ => await Sleep(0, 42))));
}
