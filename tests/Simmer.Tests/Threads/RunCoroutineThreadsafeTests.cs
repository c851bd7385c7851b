using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

/// <summary>Coroutines that other threads hand to a loop, on the system's clock.</summary>
public sealed class RunCoroutineThreadsafeTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Thread _thread;

    public RunCoroutineThreadsafeTests()
    {
        _thread = new Thread(_loop.RunForever) { IsBackground = true, Name = "loop" };
        _thread.Start();
    }

    public void Dispose()
    {
        _loop.CallSoonThreadsafe(_loop.Stop);
        Assert.True(_thread.Join(Until.Patience));
        _loop.Close();
    }

    [Fact]
    public async Task The_result_comes_back_as_a_dotnet_task()
    {
        Assert.Equal("loop", await RunCoroutineThreadsafe(Name(), _loop));
        await RunCoroutineThreadsafe(Sleep(0.001), _loop);

        static async Coroutine<string?> Name()
        {
            await Sleep(0);
            return Thread.CurrentThread.Name;
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_exit_leaves_the_loop_as_well(bool eager)
    {
        using var loop = new EventLoop { EagerTasks = eager, ExceptionHandler = static (_, _) => { } };
        Task call = RunCoroutineThreadsafe(Exits(), loop);
        SystemExitException exit = Assert.Throws<SystemExitException>(loop.RunForever);
        Assert.Equal(3, exit.ExitCode);
        if (!eager)
        {
            // The callback that tells the caller is behind the exit.
            loop.RunUntilComplete(Sleep(0));
        }

        Assert.Same(exit, await Assert.ThrowsAsync<SystemExitException>(() => call.WaitAsync(Until.Patience)));

        static async Coroutine Exits() => throw new SystemExitException(3);
    }

    [Fact]
    public async Task The_caller_does_not_go_on_on_the_loops_thread()
    {
        await RunCoroutineThreadsafe(Sleep(0.001), _loop);

        Assert.NotEqual("loop", Thread.CurrentThread.Name);
    }

    [Fact]
    public async Task The_error_comes_back()
    {
        await Assert.ThrowsAsync<ArithmeticException>(() => RunCoroutineThreadsafe(Fail(), _loop));
        await Assert.ThrowsAsync<ArithmeticException>(() => RunCoroutineThreadsafe(FailWithResult(), _loop));

        static async Coroutine Fail() => throw new ArithmeticException();

        static async Coroutine<int> FailWithResult() => throw new ArithmeticException();
    }

    [Fact]
    public async Task The_token_cancels_the_task_and_its_cancellation_comes_back()
    {
        using var source = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        bool cleaned = false;
        Task<int> call = RunCoroutineThreadsafe(Wait(), _loop, source.Token);
        await begun.Task;
        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(cleaned);

        async Coroutine<int> Wait()
        {
            begun.SetResult();
            try
            {
                await Sleep(Until.Patience);
                return 1;
            }
            finally
            {
                cleaned = true;
            }
        }
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_keeps_the_body_from_running()
    {
        bool ran = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunCoroutineThreadsafe(Body(), _loop, new CancellationToken(canceled: true)));
        Assert.False(ran);

        async Coroutine Body() => ran = true;
    }

    [Fact]
    public async Task A_coroutine_that_was_used_before_is_an_error_of_the_task()
    {
        Coroutine<int> once = Sleep(0, 1);
        Assert.Equal(1, await RunCoroutineThreadsafe(once, _loop));

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunCoroutineThreadsafe(once, _loop));
    }

    [Fact]
    public async Task A_loop_can_hand_work_to_another_and_await_it()
    {
        using var mine = new EventLoop();
        string? name = mine.RunUntilComplete(Main());
        Assert.Equal("loop", name);
        await Task.CompletedTask;

        async Coroutine<string?> Main() => await RunCoroutineThreadsafe(Name(), _loop);

        static async Coroutine<string?> Name() => Thread.CurrentThread.Name;
    }

    [Fact]
    public void A_closed_loop_says_so()
    {
        var closed = new EventLoop();
        closed.Close();

        Assert.Contains("closed", Assert.Throws<InvalidOperationException>(() => { _ = RunCoroutineThreadsafe(Sleep(0), closed); }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => { _ = RunCoroutineThreadsafe(Sleep(0), null!); });
    }
}
