using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>
/// What becomes of a request to end that meets no await in a coroutine under an <c>async Task</c> method, and of one that is
/// taken back: the same as if there were no such method in between.
/// </summary>
public sealed class TaskMethodRequestTests
{
    private readonly List<string> _log = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_comes_in_the_last_step_is_thrown_at_the_callers_next_await(bool foreign)
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Caller());
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["went on"], _log);

            async Coroutine Caller()
            {
                await Through(foreign, CancelAtTheEnd);
                _log.Add("went on");
                await Sleep(1);
                _log.Add("was not cancelled");
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_comes_in_the_last_step_is_thrown_at_the_next_await_beside_it(bool foreign)
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(foreign ? Call() : Native());
            await Until.Settled(task);

            Assert.Equal(["cleaned up at 2"], _log);
            Assert.False(task.IsCancelled);
            Assert.Equal(1, task.Cancelling);

            async Coroutine Call() => await Foreign();

            async Coroutine Native()
            {
                await CancelAtTheEnd();
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    await CleanUp();
                }
            }

            async Task Foreign()
            {
                await CancelAtTheEnd();
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    await CleanUp();
                }
            }

            async Coroutine CleanUp()
            {
                await Sleep(1);
                _log.Add($"cleaned up at {GetRunningLoop().Time}");
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_comes_in_the_first_step_of_a_coroutine_is_thrown_at_its_first_await(bool inScope)
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(inScope ? CancelScope.Run(Caller) : Caller(null));
            await Until.Settled(task);

            Assert.Equal(["thrown"], _log);
            Assert.Equal(!inScope, task.IsCancelled);
            Assert.Equal(1, GetRunningLoop().Time);

            async Coroutine Caller(CancelScope? scope) => await Foreign(scope);

            async Task Foreign(CancelScope? scope)
            {
                // Now the caller awaits this method, and no longer runs.
                await Sleep(1);
                await CancelAtTheStart(scope);
            }

            async Coroutine CancelAtTheStart(CancelScope? scope)
            {
                if (scope is null)
                {
                    CurrentTask()!.Cancel();
                }
                else
                {
                    scope.Cancel();
                }

                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    _log.Add("thrown");
                    throw;
                }
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_whose_place_the_errors_of_a_group_take_is_renewed(bool foreign)
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Caller());
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["went on"], _log);

            async Coroutine Caller()
            {
                await Fails.With<AggregateException>(() => Through(foreign, Group));
                _log.Add("went on");
                await Sleep(1);
                _log.Add("was not cancelled");
            }

            static async Coroutine Group() => await TaskGroup.Run(async _ =>
            {
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    throw new FormatException();
                }
            });
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_is_taken_back_before_an_await_is_not_thrown(bool foreign)
    {
        TestLoop.Run(async () =>
        {
            await Through(foreign, Body);
            Assert.Equal(2, GetRunningLoop().Time);

            static async Coroutine Body()
            {
                await Sleep(1);
                CurrentTask()!.Cancel();
                CurrentTask()!.Uncancel();
                await Sleep(1);
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_is_taken_back_renews_the_token_of_what_goes_on(bool foreign)
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Through(foreign, Body));
            await Sleep(1);
            task.Cancel();
            await task;
            Assert.Equal(["cancelled True", "cancelled False"], _log);

            async Coroutine Body()
            {
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    _log.Add($"cancelled {Asyncio.CancellationToken.IsCancellationRequested}");
                    CurrentTask()!.Uncancel();
                    _log.Add($"cancelled {Asyncio.CancellationToken.IsCancellationRequested}");
                }
            }
        });
    }

    private static async Coroutine CancelAtTheEnd()
    {
        await Sleep(1);
        CurrentTask()!.Cancel();
    }

    private static async Coroutine Through(bool foreign, Func<Coroutine> body)
    {
        if (foreign)
        {
            await Foreign();
        }
        else
        {
            await body();
        }

        async Task Foreign() => await body();
    }
}
