using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using CancellationToken = System.Threading.CancellationToken;

namespace Simmer.Tests.Coroutines;

/// <summary>
/// A cancelled task that awaits something of .NET's gets its cancellation once: by what it awaits, if that ends cancelled by the
/// task's token; else at its next await.
/// </summary>
public sealed class ForeignAwaitTests
{
    [Fact]
    public void A_value_task_that_ends_cancelled_has_delivered_the_cancellation() =>
        Delivers(source => new ValueTask(source, 0).AsOwn());

    [Fact]
    public void A_configured_value_task_too() =>
        Delivers(async source => await new ValueTask(source, 0).ConfigureAwait(true));

    [Fact]
    public void A_value_task_of_a_truth_value_too() =>
        Delivers(async source => await new ValueTask<bool>(source, 0));

    [Fact]
    public void A_configured_value_task_of_a_truth_value_too() =>
        Delivers(async source => await new ValueTask<bool>(source, 0).ConfigureAwait(true));

    [Fact]
    public void A_value_task_of_a_number_too() =>
        Delivers(async source => await new ValueTask<int>(source, 0));

    [Fact]
    public void A_configured_value_task_of_a_number_too() =>
        Delivers(async source => await new ValueTask<int>(source, 0).ConfigureAwait(true));

    [Fact]
    public void A_value_task_of_any_other_type_too() =>
        Delivers(async source => await new ValueTask<string>(source, 0));

    [Fact]
    public void A_configured_value_task_of_any_other_type_too() =>
        Delivers(async source => await new ValueTask<string>(source, 0).ConfigureAwait(true));

    [Fact]
    public void A_value_task_of_a_task_too() =>
        Delivers(async source => await new ValueTask<int>(Endless(source.Token)));

    [Fact]
    public void An_awaiter_of_another_library_cannot_tell_so_the_next_await_is_cancelled_as_well() =>
        DeliversTwice(async source => await new Other<int>(source));

    [Fact]
    public void An_awaiter_that_is_a_class_and_takes_only_the_safe_callback_works_too() =>
        DeliversTwice(async source => await new Safe(source));

    [Fact]
    public void What_swallows_the_cancellation_leaves_it_to_the_next_await()
    {
        TestLoop.Run(async () =>
        {
            var source = new Source { SwallowsCancellation = true };
            LoopTask<string> task = CreateTask(Body(async source => Assert.Equal(0, await new ValueTask<int>(source, 0)), source));
            await Sleep(0);
            source.Token = task.CancellationToken;
            task.Cancel("now");

            Assert.Equal("ended, then cancelled by now", await task);
        });
    }

    [Fact]
    public void An_awaiter_that_refuses_its_continuation_fails_the_coroutine()
    {
        TestLoop.Run(async () =>
        {
            NotSupportedException error = await Fails.With<NotSupportedException>(async () => await new Refusing());
            Assert.Equal("not today", error.Message);
        });
    }

    [Fact]
    public void An_awaiter_that_calls_back_and_then_fails_has_called_back()
    {
        TestLoop.Run(async () =>
        {
            await new Refusing { CallsBack = true };
            await Sleep(1);
        });
    }

    [Fact]
    public void An_awaiter_that_calls_back_twice_wakes_the_task_once()
    {
        TestLoop.Run(async () =>
        {
            await new Twice();
            double before = GetRunningLoop().Time;
            await Sleep(1);
            Assert.Equal(before + 1, GetRunningLoop().Time);
        });
    }

    private static void Delivers(Func<Source, Coroutine> wait) => Cancelled(wait, "cancelled, then free");

    private static void DeliversTwice(Func<Source, Coroutine> wait) => Cancelled(wait, "cancelled, then cancelled by now");

    private static void Cancelled(Func<Source, Coroutine> wait, string expected)
    {
        TestLoop.Run(async () =>
        {
            var source = new Source();
            LoopTask<string> task = CreateTask(Body(wait, source));
            await Sleep(0);
            task.Cancel("now");

            Assert.Equal(expected, await task);
        });
    }

    private static async Coroutine<string> Body(Func<Source, Coroutine> wait, Source source)
    {
        string what = "ended";
        source.Token = Asyncio.CancellationToken;
        try
        {
            await wait(source);
        }
        catch (OperationCanceledException)
        {
            what = "cancelled";
        }

        try
        {
            await Sleep(1);
            return $"{what}, then free";
        }
        catch (CancelledException cancelled)
        {
            return $"{what}, then cancelled by {cancelled.CancelMessage}";
        }
    }

    private static async Task<int> Endless(CancellationToken token)
    {
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        return 0;
    }

    /// <summary>An operation that ends by its token alone.</summary>
    private sealed class Source : IValueTaskSource, IValueTaskSource<bool>, IValueTaskSource<int>, IValueTaskSource<string>
    {
        private ManualResetValueTaskSourceCore<int> _core = new() { RunContinuationsAsynchronously = true };
        private CancellationToken _token;

        internal bool SwallowsCancellation { get; init; }

        internal CancellationToken Token
        {
            get => _token;
            set
            {
                if (_token == value)
                {
                    return;
                }

                _token = value;
                value.Register(End);
            }
        }

        internal bool HasEnded { get; private set; }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);

        void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

        bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token) == 0;

        int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

        string IValueTaskSource<string>.GetResult(short token) => _core.GetResult(token).ToString(System.Globalization.CultureInfo.InvariantCulture);

        internal void Then(Action continuation) => _core.OnCompleted(static action => ((Action)action!)(), continuation, 0, default);

        internal void End(short token) => _core.GetResult(token);

        private void End()
        {
            HasEnded = true;
            if (SwallowsCancellation)
            {
                _core.SetResult(0);
            }
            else
            {
                _core.SetException(new OperationCanceledException(_token));
            }
        }
    }

    /// <summary>An awaitable as other libraries make them.</summary>
    private readonly struct Other<T>(Source source) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => source.HasEnded;

        public Other<T> GetAwaiter() => this;

        public T GetResult()
        {
            source.End(0);
            return default!;
        }

        public void OnCompleted(Action continuation) => source.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => source.Then(continuation);
    }

    /// <summary>An awaiter with no unsafe callback.</summary>
    private sealed class Safe(Source source) : INotifyCompletion
    {
        public bool IsCompleted => source.HasEnded;

        public Safe GetAwaiter() => this;

        public void GetResult() => source.End(0);

        public void OnCompleted(Action continuation) => source.Then(continuation);
    }

    private sealed class Refusing : INotifyCompletion
    {
        internal bool CallsBack { get; init; }

        public bool IsCompleted => false;

        public Refusing GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation)
        {
            if (CallsBack)
            {
                continuation();
            }

            throw new NotSupportedException("not today");
        }
    }

    private sealed class Twice : INotifyCompletion
    {
        public bool IsCompleted => false;

        public Twice GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation)
        {
            continuation();
            continuation();
        }
    }
}

/// <summary>An await in a coroutine of its own.</summary>
internal static class Own
{
    internal static async Coroutine AsOwn(this ValueTask task) => await task;
}
