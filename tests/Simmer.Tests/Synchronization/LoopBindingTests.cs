using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

/// <summary>Which loop and which thread a primitive may be used on.</summary>
public sealed class LoopBindingTests
{
    /// <summary>A primitive at which <c>Wait</c> has to wait until <c>Wake</c>.</summary>
    private sealed record Kind(string Name, Func<Coroutine> Wait, Func<Coroutine> Wake, Action UseFreely);

    public static TheoryData<string> Names => [.. Kinds().Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_primitive_waited_at_on_one_loop_cannot_be_waited_at_on_another(string name)
    {
        Kind kind = Kinds().Single(kind => kind.Name == name);
        Scenario.Run(async () =>
        {
            LoopTask waits = CreateTask(kind.Wait());
            await Sleep(0);
            await kind.Wake();
            await waits;
        });
        kind.UseFreely();
        Scenario.Run(async () =>
        {
            LoopTask waits = CreateTask(kind.Wait());
            await Scenario.Settled(waits);
            var error = Assert.IsType<InvalidOperationException>(waits.Exception);
            Assert.Contains("is bound to a different event loop, which is closed", error.Message);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_primitive_nobody_waited_at_is_bound_to_no_loop(string name)
    {
        Kind kind = Kinds().Single(kind => kind.Name == name);
        kind.UseFreely();
        for (int i = 0; i < 2; i++)
        {
            Scenario.Run(async () =>
            {
                kind.UseFreely();
                await Sleep(0);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_thread_is_told_that_it_is_the_wrong_one(string name)
    {
        Kind kind = Kinds().Single(kind => kind.Name == name);
        Scenario.Run(async () =>
        {
            LoopTask waits = CreateTask(kind.Wait());
            await Sleep(0);
            var error = await Scenario.Fails<InvalidOperationException>(ToThread(() => Asyncio.Run(kind.Wake())));
            Assert.Contains("but was called from", error.Message);
            Assert.False(waits.IsDone);
            await kind.Wake();
            await waits;
        });
    }

    [Fact]
    public void A_held_lock_that_nobody_waits_for_cannot_be_released_on_another_thread() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        await mutex.Acquire();
        await Scenario.Fails<InvalidOperationException>(ToThread(mutex.Release));
        Assert.True(mutex.Locked);
        mutex.Release();
    });

    private static Kind[] Kinds()
    {
        var mutex = new AsyncLock();
        var semaphore = new AsyncSemaphore(0);
        var flag = new AsyncEvent();
        var condition = new AsyncCondition();
        var barrier = new AsyncBarrier(2);
        var getting = new AsyncQueue<int>();
        var putting = new AsyncQueue<int>(1);
        var joining = new AsyncQueue<int>();
        return
        [
            new("lock", async () =>
            {
                if (!mutex.Locked)
                {
                    await mutex.Acquire();
                }

                await mutex.Acquire();
            }, async () => mutex.Release(), () => mutex.Statistics()),
            new("semaphore", async () => await semaphore.Acquire(), async () => semaphore.Release(), () => semaphore.Statistics()),
            new("event", async () => await flag.Wait(), async () => flag.Set(), flag.Clear),
            new("condition", async () =>
            {
                using (await condition.Acquire())
                {
                    await condition.Wait();
                }
            }, async () =>
            {
                using (await condition.Acquire())
                {
                    condition.Notify();
                }
            }, () => condition.Statistics()),
            new("barrier", async () => await barrier.Wait(), async () => await barrier.Wait(), () => barrier.Statistics()),
            new("queue, getting", async () => await getting.Get(), async () => getting.PutNowait(1), () => getting.TryGet(out _)),
            new("queue, putting", async () =>
            {
                putting.TryPut(1);
                await putting.Put(2);
            }, async () => putting.GetNowait(), () => putting.TryPut(3)),
            new("queue, joining", async () =>
            {
                joining.PutNowait(1);
                await joining.Join();
            }, async () => joining.TaskDone(), () => joining.Statistics()),
        ];
    }
}
