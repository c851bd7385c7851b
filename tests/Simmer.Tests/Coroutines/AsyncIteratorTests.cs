using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary><c>await foreach</c> and <c>await using</c> in coroutines, and coroutines awaited in async iterators.</summary>
public sealed class AsyncIteratorTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void An_iterator_that_awaits_coroutines_is_enumerated_in_a_coroutine()
    {
        var loop = new TestLoop();

        loop.RunReporting(async () =>
        {
            await foreach (int number in Count(3))
            {
                _log.Add($"{number} at {GetRunningLoop().Time}");
            }
        });

        Assert.Equal(["0 at 1", "1 at 2", "2 at 3", "left"], _log);
    }

    [Fact]
    public void The_current_task_inside_an_iterator_is_that_of_the_enumerating_coroutine()
    {
        TestLoop.Run(async () =>
        {
            LoopTask caller = CurrentTask()!;
            int seen = 0;
            await foreach (LoopTask? task in Tasks())
            {
                Assert.Same(caller, task);
                Assert.Same(caller, CurrentTask());
                seen++;
            }

            Assert.Equal(3, seen);

            static async IAsyncEnumerable<LoopTask?> Tasks()
            {
                yield return CurrentTask();
                await Sleep(1);
                yield return CurrentTask();
                await Inner();
                yield return CurrentTask();
            }

            static async Coroutine Inner() => await Sleep(1);
        });
    }

    [Fact]
    public void Cancelling_the_enumerating_task_reaches_the_await_inside_the_iterator()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Enumerate());
            await Sleep(2.5);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["0", "1", "left", "enumeration cancelled"], _log);
            Assert.Equal(2.5, GetRunningLoop().Time);

            async Coroutine Enumerate()
            {
                try
                {
                    await foreach (int number in Count(10))
                    {
                        _log.Add($"{number}");
                    }
                }
                catch (CancelledException)
                {
                    _log.Add("enumeration cancelled");
                    throw;
                }
            }
        });
    }

    [Fact]
    public void An_iterator_may_clean_up_with_awaits_while_a_cancellation_passes()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Enumerate());
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["cleaned up at 4"], _log);

            async Coroutine Enumerate()
            {
                await foreach (int _ in Forever())
                {
                    Assert.Fail("nothing is yielded");
                }
            }

            async IAsyncEnumerable<int> Forever()
            {
                try
                {
                    await Sleep(100);
                    yield return 1;
                }
                finally
                {
                    await Sleep(3);
                    _log.Add($"cleaned up at {GetRunningLoop().Time}");
                }
            }
        });
    }

    [Fact]
    public void Leaving_the_enumeration_early_runs_the_iterators_finally()
    {
        TestLoop.Run(async () =>
        {
            await foreach (int number in Count(10))
            {
                if (number == 1)
                {
                    break;
                }
            }

            Assert.Equal(["left"], _log);
            Assert.Equal(2, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void An_error_in_an_iterator_is_thrown_in_the_enumeration()
    {
        TestLoop.Run(async () =>
        {
            await Fails.With<FormatException>(async () =>
            {
                await foreach (int number in Numbers())
                {
                    _log.Add($"{number}");
                }
            });

            Assert.Equal(["1"], _log);

            static async IAsyncEnumerable<int> Numbers()
            {
                await Sleep(1);
                yield return 1;
                await Throw();
            }

            static async Coroutine Throw() => throw new FormatException();
        });
    }

    [Fact]
    public void The_tasks_token_can_be_given_to_an_iterator()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Enumerate());
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["token cancelled"], _log);

            async Coroutine Enumerate()
            {
                await foreach (int _ in Wait().WithCancellation(Asyncio.CancellationToken))
                {
                    Assert.Fail("nothing is yielded");
                }
            }

            async IAsyncEnumerable<int> Wait([EnumeratorCancellation] CancellationToken token = default)
            {
                try
                {
                    await Task.Delay(TimeSpan.FromSeconds(100), GetRunningLoop().Clock, token);
                }
                finally
                {
                    _log.Add(token.IsCancellationRequested ? "token cancelled" : "not cancelled");
                }

                yield return 1;
            }
        });
    }

    [Fact]
    public void An_iterator_can_be_enumerated_beside_another()
    {
        TestLoop.Run(async () =>
        {
            await Gather(Enumerate("a", 1), Enumerate("b", 1.5));

            Assert.Equal(["a0 at 1", "b0 at 1.5", "a1 at 2", "b1 at 3"], _log);

            async Coroutine Enumerate(string name, double delay)
            {
                await foreach (string item in Items(name, delay))
                {
                    _log.Add(item);
                }
            }

            static async IAsyncEnumerable<string> Items(string name, double delay)
            {
                for (int i = 0; i < 2; i++)
                {
                    await Sleep(delay);
                    yield return $"{name}{i} at {GetRunningLoop().Time}";
                }
            }
        });
    }

    [Fact]
    public void Await_using_awaits_a_DisposeAsync_that_is_a_coroutine()
    {
        TestLoop.Run(async () =>
        {
            await using (new Resource(_log))
            {
                _log.Add("body");
            }

            Assert.Equal(["body", "disposed at 1"], _log);
        });
    }

    [Fact]
    public void Await_using_disposes_while_a_cancellation_passes()
    {
        TestLoop.Run(async () =>
        {
            LoopTask task = CreateTask(Use());
            await Sleep(5);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["disposed at 6"], _log);

            async Coroutine Use()
            {
                await using var resource = new Resource(_log);
                await Sleep(100);
            }
        });
    }

    [Fact]
    public void Await_using_of_a_dotnet_resource_goes_on_in_the_loop()
    {
        TestLoop.Run(async () =>
        {
            LoopTask caller = CurrentTask()!;
            int thread = Environment.CurrentManagedThreadId;
            await using (new ForeignResource(_log))
            {
                _log.Add("body");
            }

            Assert.Equal(["body", "disposed"], _log);
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            Assert.Same(caller, CurrentTask());
        });
    }

    [Fact]
    public void Await_foreach_takes_an_enumerator_whose_methods_are_coroutines()
    {
        TestLoop.Run(async () =>
        {
            await foreach (int number in new Countdown(3, _log))
            {
                _log.Add($"{number} at {GetRunningLoop().Time}");
            }

            Assert.Equal(["3 at 1", "2 at 2", "1 at 3", "disposed"], _log);
        });
    }

    private async IAsyncEnumerable<int> Count(int end)
    {
        try
        {
            for (int i = 0; i < end; i++)
            {
                await Sleep(1);
                yield return i;
            }
        }
        finally
        {
            _log.Add("left");
        }
    }

    private sealed class Resource(List<string> log)
    {
        public async Coroutine DisposeAsync()
        {
            await Sleep(1);
            log.Add($"disposed at {GetRunningLoop().Time}");
        }
    }

    private sealed class ForeignResource(List<string> log) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            await Sleep(1);
            log.Add("disposed");
        }
    }

    private sealed class Countdown(int from, List<string> log)
    {
        public int Current { get; private set; } = from + 1;

        public Countdown GetAsyncEnumerator() => this;

        public async Coroutine<bool> MoveNextAsync()
        {
            await Sleep(Current > 1 ? 1 : 0);
            return --Current > 0;
        }

        public async Coroutine DisposeAsync() => log.Add("disposed");
    }
}
