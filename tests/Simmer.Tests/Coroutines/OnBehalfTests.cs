using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>Foreign code that goes on after an await of what is not Simmer's: it is still the task's that called it.</summary>
public sealed class OnBehalfTests
{
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource _outside = new();

    [Fact]
    public void The_current_task_is_its_caller_and_the_token_the_callers() => TestLoop.Run(async () =>
    {
        LoopTask first = CreateTask(Call(), "first");
        LoopTask second = CreateTask(Call(), "second");
        await Sleep(1);
        _outside.SetResult();
        await Gather(first, second);
        Assert.Equal(["first", "second"], _log.Order());

        async Coroutine Call() => Assert.Equal(Asyncio.CancellationToken, await Foreign());

        async Task<CancellationToken> Foreign()
        {
            await Nested();
            await Task.Yield();
            _log.Add(CurrentTask()!.Name);
            return Asyncio.CancellationToken;
        }

        async ValueTask Nested() => await _outside.Task;
    });

    [Fact]
    public void It_is_where_only_an_awaiter_that_is_a_class_tells_of_foreign_code() => TestLoop.Run(async () =>
    {
        LoopTask task = CreateTask(Call(), "caller");
        await Sleep(1);
        _outside.SetResult();
        await task;
        Assert.Equal(["caller"], _log);

        async Coroutine Call() => await new ByClass(Foreign());

        async Task Foreign()
        {
            await _outside.Task;
            _log.Add(CurrentTask()?.Name ?? "nobody");
        }
    });

    [Fact]
    public void Code_that_ends_what_it_awaits_stays_its_own() => TestLoop.Run(async () =>
    {
        LoopTask waiting = CreateTask(Wait(), "waiting");
        await CreateTask(End(), "ending");
        await waiting;
        Assert.Equal(["ending", "waiting"], _log);

        async Coroutine Wait() => await Foreign();

        async Task Foreign()
        {
            await _outside.Task;
            _log.Add(CurrentTask()!.Name);
        }

        async Coroutine End()
        {
            await Task.Yield();
            _outside.SetResult();
            _log.Add(CurrentTask()!.Name);
        }
    });

    [Fact]
    public void Code_that_an_eager_task_begins_is_not_its_makers() => TestLoop.Run(async () =>
    {
        LoopTask maker = CreateTask(Make(), "maker");
        await maker;
        Assert.Equal(["maker", "maker"], _log);

        async Coroutine Make()
        {
            await Task.Yield();
            LoopTask eager = CreateTask(Begin(), "eager", eagerStart: true);
            _log.Add(CurrentTask()!.Name);
            await Nested();
            await eager;
        }

        async Coroutine Begin()
        {
            Task begun = Foreign();
            await Sleep(1);
            Assert.True(begun.IsCompletedSuccessfully);
        }

        async Task Foreign()
        {
            await Task.Yield();
            Assert.NotEqual("maker", CurrentTask()?.Name);
        }

        async Task Nested()
        {
            await Task.Yield();
            _log.Add(CurrentTask()!.Name);
        }
    });

    [Fact]
    public void It_is_cancelled_with_its_caller() => TestLoop.Run(async () =>
    {
        _outside.SetResult();
        LoopTask task = CreateTask(Call());
        await Sleep(1);
        task.Cancel();
        await Until.Settled(task);
        Assert.Equal(["went on", "thrown at 1"], _log);

        async Coroutine Call()
        {
            await Task.Yield();
            await Forever();
        }
    });

    [Fact]
    public void A_request_that_came_before_is_thrown_at_the_next_await_that_is_Simmers() => Cancelled(
        async () => await Forever(),
        "went on", "thrown at 2");

    [Fact]
    public void It_is_in_an_async_iterator_too() => Cancelled(
        async () =>
        {
            await foreach (int _ in Numbers())
            {
            }
        },
        "went on", "thrown at 2");

    [Fact]
    public void It_is_under_a_scope_that_was_not_cancelled() => Cancelled(
        async () => await CancelScope.Run(async _ => await Forever()),
        "went on", "thrown at 2");

    [Fact]
    public void A_scopes_polite_request_is_thrown_there_too_and_once() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            GetRunningLoop().CallLater(1, () => scope.Cancel(grace: 50));
            GetRunningLoop().CallLater(2, _outside.SetResult);
            await Foreign();
        });
        Assert.Equal(["went on", "thrown at 2", "cleaned up at 3"], _log);

        async Task Foreign()
        {
            await Nested();
            try
            {
                await Forever();
            }
            finally
            {
                await Task.Yield();
                await Sleep(1);
                _log.Add($"cleaned up at {GetRunningLoop().Time}");
            }
        }

        async Coroutine Nested() => await _outside.Task;
    });

    [Fact]
    public void What_cleans_up_after_one_may_await_anything() => Cancelled(
        async () => await CleansUp(),
        "thrown at 1", "cleaned up at 3");

    [Fact]
    public void What_cleans_up_after_the_token_may_too() => Cancelled(
        async () => await CleansUpAfterToken(),
        "thrown at 1", "cleaned up at 2");

    [Fact]
    public void One_that_is_taken_back_meanwhile_is_not_thrown() => TestLoop.Run(async () =>
    {
        LoopTask task = CreateTask(Call());
        await Sleep(1);
        task.Cancel();
        Assert.Equal(0, task.Uncancel());
        await Sleep(1);
        _outside.SetResult();
        await Sleep(10);
        Assert.Equal(["went on"], _log);
        task.Cancel();
        await Until.Settled(task);
        Assert.Equal(["went on", "thrown at 12"], _log);

        async Coroutine Call() => await Forever();
    });

    /// <summary>Cancels a task after a second, and ends what it may await outside after another.</summary>
    private void Cancelled(Func<Coroutine> body, params string[] log) => TestLoop.Run(async () =>
    {
        LoopTask task = CreateTask(body());
        await Sleep(1);
        task.Cancel();
        await Sleep(1);
        _outside.SetResult();
        await Until.Settled(task);
        Assert.True(task.IsCancelled);
        Assert.Equal(log, _log);
    });

    private async Task Forever()
    {
        try
        {
            await _outside.Task;
            await Task.Yield();
            _log.Add("went on");
            await Sleep(100);
            _log.Add("was not cancelled");
        }
        catch (CancelledException)
        {
            LogThrown();
            throw;
        }
    }

    private async IAsyncEnumerable<int> Numbers()
    {
        await Forever();
        yield return 1;
    }

    private async Task CleansUp()
    {
        try
        {
            await Sleep(100);
        }
        finally
        {
            LogThrown();
            await _outside.Task;
            await Sleep(1);
            _log.Add($"cleaned up at {GetRunningLoop().Time}");
        }
    }

    private async Task CleansUpAfterToken()
    {
        try
        {
            await _outside.Task.WaitAsync(Asyncio.CancellationToken);
        }
        finally
        {
            LogThrown();
            await Sleep(1);
            _log.Add($"cleaned up at {GetRunningLoop().Time}");
        }
    }

    private void LogThrown() => _log.Add($"thrown at {GetRunningLoop().Time}");

    /// <summary>Awaits a task by an awaiter of its own.</summary>
    private sealed class ByClass(Task task) : INotifyCompletion
    {
        public bool IsCompleted => task.IsCompleted;

        public ByClass GetAwaiter() => this;

        public void GetResult() => task.GetAwaiter().GetResult();

        public void OnCompleted(Action continuation) => task.GetAwaiter().OnCompleted(continuation);
    }
}
