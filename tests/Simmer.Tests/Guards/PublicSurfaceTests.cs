using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>
/// Every public member, called without a loop, on the wrong thread and with another loop's future, says so. The tests go over
/// the assembly: a new member is in them, and fails them unless it checks or is put into a list here.
/// </summary>
public sealed class PublicSurfaceTests
{
    /// <summary>Instances of these are data, errors, settings, or not a loop's: any thread may have them.</summary>
    private static readonly HashSet<string> s_freeTypes =
    [
        "AsCompletedEnumerator`1", "AsCompletedEnumerator`2", "AsCompletedSequence`1", "AsyncQueueEnumerator`1", "AsyncQueueSequence`1", "BlockingScope", "CallGraph", "Coroutine", "Coroutine`1",
        "CoroutineAwaiter", "CoroutineAwaiter`1", "CoroutineMethodBuilder", "CoroutineMethodBuilder`1", "Delay", "ExceptionContext",
        "FutureAwaiter", "FutureAwaiter`1", "FrameCallGraphEntry", "FutureCallGraph", "GuardOptions", "EventLoopOptions", "RunnerOptions",
        "LoopObserver", "LoopWarning", "Outcome`1", "Releaser", "SchedulePolicy", "StaggeredResult`1", "TaskContext", "ThreadExecutor",
        "WaitResult`1",
        "AllowBlockingAttribute", "ConnectOptions", "ServerOptions", "Datagram", "DatagramOptions", "StandardStream", "SubprocessOptions",
        "SignalSequence",

        // These are there to be called from other threads.
        "LoopGroup", "LoopMember",
        "QueueStatistics", "LockStatistics", "SemaphoreStatistics", "EventStatistics", "ConditionStatistics", "BarrierStatistics",
    ];

    /// <summary>Members of a loop's objects that any thread may call.</summary>
    private static readonly HashSet<string> s_anyThread =
    [
        "EventLoop.CallSoonThreadsafe", "EventLoop.CallExceptionHandler", "EventLoop.DefaultExceptionHandler",
        "EventLoop.set_ExceptionHandler", "EventLoop.set_WarningHandler", "EventLoop.set_Observer", "EventLoop.set_SlowCallbackDuration",
        "EventLoop.set_EagerTasks", "EventLoop.set_DefaultExecutor", "LoopTask.set_Name",

        // These refuse a loop that runs, on whatever thread; a condition's release, one that is not acquired.
        "EventLoop.Close", "EventLoop.Dispose", "EventLoop.RunForever", "EventLoop.RunUntilComplete", "Runner.Close", "Runner.Dispose",
        "AsyncCondition.Release", "DatagramEndpoint.Dispose",

        // Reads alone, or throws for another reason: these run on the caller's thread, or ask for what is there.
        "Future.GetResult", "Future.GetAwaiter", "Future`1.GetAwaiter", "LoopTask.GetAwaiter", "Handle.Cancel", "AsyncQueue.ReadAll",
        "AsCompletedSequence.GetAsyncEnumerator", "AsCompletedSequence.GetEnumerator",
        "AsyncLock.Statistics", "AsyncEvent.Statistics", "AsyncCondition.Statistics", "AsyncBarrier.Statistics", "AsyncSemaphore.Statistics",
        "AsyncQueue.Statistics",
    ];

    /// <summary>Functions that need no running loop.</summary>
    private static readonly HashSet<string> s_needsNoLoop =
    [
        "Asyncio.Run", "Asyncio.RunCoroutineThreadsafe", "Asyncio.AllowBlocking", "TaskContext.Copy", "Delay.FromTimeSpan", "Delay.FromDouble",
        "LoopGroup.Run", "Asyncio.Signals", "StandardStream.Of", "Outcome.FromValue", "Outcome.FromException", "CoroutineMethodBuilder.Create",
    ];

    [Fact]
    public void Every_method_of_a_loops_object_refuses_another_thread()
    {
        var failures = new List<string>();
        TestLoop.Run(async () =>
        {
            await using var subjects = new Subjects();
            object[] all = await subjects.Make();
            Type[] known = [.. all.Select(subject => subject.GetType())];
            foreach (Type type in Surface.Types.Where(type => !type.IsAbstract && !type.IsEnum && !type.IsAssignableTo(typeof(Exception))))
            {
                if (!s_freeTypes.Contains(type.Name) && !known.Any(subject => subject.Name == type.Name))
                {
                    failures.Add($"{type.Name} is neither tried here nor listed as free.");
                }
            }

            await ToThread(() =>
            {
                foreach (object subject in all)
                {
                    foreach (MethodInfo method in Surface.MethodsOf(subject.GetType(), BindingFlags.Instance))
                    {
                        string name = Surface.NameOf(method);
                        if (!s_anyThread.Contains(name))
                        {
                            Task<Exception?> call = Surface.Call(method, subject);
                            Check(failures, $"{subject.GetType().Name}: {name}", call.Wait(TimeSpan.FromSeconds(5)) ? call.Result : null, "thread");
                        }
                    }
                }
            });
        });

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task Every_function_says_that_there_is_no_loop_and_where_to_call_it()
    {
        var failures = new List<string>();
        foreach (MethodInfo method in Surface.Types.SelectMany(type => Surface.MethodsOf(type, BindingFlags.Static)))
        {
            string name = Surface.NameOf(method);
            if (!s_needsNoLoop.Contains(name) && !method.DeclaringType!.IsGenericType)
            {
                Check(failures, $"{method}", await Surface.Call(method, null), "No running event loop: cannot ");
            }
        }

        // The sequence is inert; the loop is the one that begins to listen.
        Exception? listening = Record.Exception(() => Signals(PosixSignal.SIGHUP).GetAsyncEnumerator());
        Check(failures, "Signals", listening, "No running event loop: cannot ");

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Every_function_that_takes_a_future_refuses_another_loops()
    {
        var failures = new List<string>();
        using var other = new EventLoop();
        Future<int> foreign = other.CreateFuture<int>();
        LoopTask<int> task = other.CreateTask(Answer());
        TestLoop.Run(async () =>
        {
            foreach (MethodInfo method in Surface.MethodsOf(typeof(Asyncio), BindingFlags.Static))
            {
                bool used = false;
                Func<Type, object?> argument = type =>
                {
                    object? found = type == typeof(IAwaitable) || type == typeof(IAwaitable<int>) ? foreign
                        : type == typeof(LoopTask<int>) ? task
                        : type == typeof(IEnumerable<IAwaitable>) || type == typeof(IEnumerable<IAwaitable<int>>) ? new[] { foreign }
                        : type == typeof(IEnumerable<LoopTask<int>>) || type == typeof(IEnumerable<IAwaitable<int>>) ? new[] { task }
                        : null;
                    used |= found is not null;
                    return found;
                };
                if (method.GetParameters().Any(parameter => TakesFuture(parameter.ParameterType)))
                {
                    Task<Exception?> call = Surface.Call(method, null, argument);
                    await Until.Iterations(10);
                    Assert.True(used, $"{method} was given nothing of the other loop.");
                    Check(failures, $"{method}", call.IsCompleted ? await call : null, "different loop");
                }
            }
        });

        other.RunUntilComplete(task);
        Assert.True(failures.Count == 0, string.Join('\n', failures));

        static bool TakesFuture(Type type) =>
            type == typeof(IAwaitable)
            || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IAwaitable<>)
                || (type.GetGenericTypeDefinition() == typeof(IEnumerable<>) && (TakesFuture(type.GetGenericArguments()[0])
                    || type.GetGenericArguments()[0] is { IsGenericParameter: true } parameter
                        && parameter.GetGenericParameterConstraints().Any(typeof(Future).IsAssignableFrom)))));

        static async Coroutine<int> Answer() => 42;
    }

    private static void Check(List<string> failures, string member, Exception? error, string says)
    {
        if (error is null)
        {
            failures.Add($"{member} did not complain.");
        }
        else if (error is not (InvalidOperationException or ArgumentException) || !error.Message.Contains(says, StringComparison.Ordinal))
        {
            failures.Add($"{member} does not say '{says}' but: {error.GetType().Name}: {error.Message}");
        }
    }

    /// <summary>One of each of a loop's objects, in the middle of its life.</summary>
    private sealed class Subjects : IAsyncDisposable
    {
        private readonly List<LoopTask> _tasks = [];
        private readonly AsyncEvent _end = new();
        private Server? _server;
        private DatagramEndpoint? _endpoint;
        private Subprocess? _process;
        private SignalEnumerator? _signals;

        public async ValueTask DisposeAsync()
        {
            _end.Set();
            await _server!.DisposeAsync();
            _endpoint!.Dispose();
            await _process!.DisposeAsync();
            await _signals!.DisposeAsync();
            await Wait(_tasks);
        }

        internal async Coroutine<object[]> Make()
        {
            EventLoop loop = GetRunningLoop();
            var found = new List<object> { loop, loop.CreateFuture<int>(), loop.CallLater(3600, () => { }), loop.CallSoon(() => { }), new Runner(new RunnerOptions { LoopFactory = () => loop }) };
            var mutex = new AsyncLock();
            var semaphore = new AsyncSemaphore(0);
            var bounded = new AsyncBoundedSemaphore(0);
            var condition = new AsyncCondition();
            var barrier = new AsyncBarrier(2);
            var queue = new AsyncQueue<int>();
            var lifo = new AsyncLifoQueue<int>();
            var priority = new AsyncPriorityQueue<int>();
            found.AddRange([_end, mutex, semaphore, bounded, condition, barrier, queue, lifo, priority]);
            await mutex.Acquire();
            _tasks.AddRange(
            [
                Begin(async () => await mutex.Acquire()),
                Begin(async () => await semaphore.Acquire()),
                Begin(async () => await bounded.Acquire()),
                Begin(async () =>
                {
                    using (await condition.Acquire())
                    {
                        await condition.Wait();
                    }
                }),
                Begin(async () => await barrier.Wait()),
                Begin(async () => await queue.Get()),
                Begin(async () => await lifo.Get()),
                Begin(async () => await priority.Get()),
                Begin(async () => await TaskGroup.Run(async group =>
                {
                    found.Add(group);
                    await _end.Wait();
                })),
                Begin(async () => await TaskGroup.Collect<int>(async group =>
                {
                    found.Add(group);
                    found.Add(group.Group);
                    await group.Group.Start<int>(async ready =>
                    {
                        found.Add(ready);
                        await Sleep(0);
                        ready.Ready(1);
                        await _end.Wait();
                    });
                    await _end.Wait();
                })),
                Begin(async () => await CancelScope.Run(async scope =>
                {
                    found.Add(scope);
                    await _end.Wait();
                })),
                Begin(async () => await Timeout(3600, async scope =>
                {
                    found.Add(scope);
                    await _end.Wait();
                })),
            ]);
            LoopTask<int> task = CreateTask(Answer());
            found.AddRange([task, _tasks[0], AsCompleted([task])]);
            var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
            _server = await StartServer(async _ => await _end.Wait(), anyPort);
            _endpoint = await CreateDatagramEndpoint(new DatagramOptions { LocalEndPoint = anyPort });
            _process = await CreateSubprocessExec("sleep", ["3600"]);
            _signals = Signals(PosixSignal.SIGHUP).GetAsyncEnumerator();
            found.AddRange([_server, _endpoint, _process, _signals]);
            await Until.Iterations(5);
            return [.. found];
        }

        private LoopTask Begin(Func<Coroutine> body) => CreateTask(UntilTheEnd(body));

        private async Coroutine UntilTheEnd(Func<Coroutine> body) =>
            await Wait([CreateTask(body()), CreateTask(_end.Wait())], returnWhen: ReturnWhen.FirstCompleted);

        private async Coroutine<int> Answer()
        {
            await _end.Wait();
            return 42;
        }
    }
}
