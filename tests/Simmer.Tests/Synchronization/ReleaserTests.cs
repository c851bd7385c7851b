using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

public sealed class ReleaserTests
{
    [Fact]
    public void Disposing_twice_is_an_error_and_takes_the_lock_from_nobody() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser first = await mutex.Acquire();
        first.Dispose();
        var error = Assert.Throws<InvalidOperationException>(first.Dispose);
        Assert.Contains("given its acquisition back before; now the lock is <AsyncLock unlocked", error.Message);

        Releaser second = await mutex.Acquire();
        error = Assert.Throws<InvalidOperationException>(first.Dispose);
        Assert.Contains("given its acquisition back before; now the lock is <AsyncLock locked", error.Message);
        Assert.True(mutex.Locked);
        second.Dispose();
    });

    [Fact]
    public void Disposing_after_release_is_an_error() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        mutex.Release();
        Assert.Throws<InvalidOperationException>(held.Dispose);
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void Another_task_may_dispose_it() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        async Coroutine Other() => held.Dispose();
        await CreateTask(Other());
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void It_stays_valid_while_a_condition_waits() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        async Coroutine Waits()
        {
            using (await condition.Acquire())
            {
                await condition.Wait();
            }
        }

        LoopTask waits = CreateTask(Waits());
        await Sleep(0);
        using (await condition.Acquire())
        {
            condition.Notify();
            await Sleep(1);
        }

        await waits;
        Assert.False(condition.Locked);
    });

    [Fact]
    public void A_copy_used_while_a_condition_waits_is_an_error() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        Releaser copy = default;
        async Coroutine Waits()
        {
            using (copy = await condition.Acquire())
            {
                await condition.Wait();
            }
        }

        LoopTask waits = CreateTask(Waits());
        await Sleep(0);
        Assert.Throws<InvalidOperationException>(copy.Dispose);
        using (await condition.Acquire())
        {
            Assert.Throws<InvalidOperationException>(copy.Dispose);
            condition.Notify();
        }

        await waits;
    });

    [Fact]
    public void Each_disposal_gives_a_semaphore_one_permit() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(1);
        Releaser held = await semaphore.Acquire();
        held.Dispose();
        held.Dispose();
        Assert.Equal(2, semaphore.Value);
    });

    [Fact]
    public void A_bounded_semaphore_finds_the_second_disposal() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncBoundedSemaphore(1);
        Releaser held = await semaphore.Acquire();
        held.Dispose();
        Assert.Throws<SemaphoreFullException>(held.Dispose);
        Assert.Equal(1, semaphore.Value);
    });

    [Fact]
    public void The_default_value_does_nothing() => default(Releaser).Dispose();

    [Fact]
    public void Two_are_equal_if_they_stand_for_the_same_acquisition() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser first = await mutex.Acquire();
        Releaser copy = first;
        first.Dispose();
        Releaser second = await mutex.Acquire();
        Assert.True(first == copy);
        Assert.True(first != second);
        Assert.Equal(first.GetHashCode(), copy.GetHashCode());
        Assert.True(first.Equals((object)copy));
        Assert.False(first.Equals((object)"releaser"));
    });
}
