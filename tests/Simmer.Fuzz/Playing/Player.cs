using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Simmer.Testing;

namespace Simmer.Fuzz;

/// <summary>Plays a program on Simmer, on virtual time, as the oracle plays the Python of it.</summary>
internal sealed partial class Player
{
    private readonly List<string> _trace = [];
    private readonly Dictionary<string, Future> _futures = [];
    private readonly Dictionary<string, TaskGroup> _groups = [];
    private readonly Dictionary<string, TimeoutScope> _timeouts = [];
    private readonly Dictionary<string, Handle> _handles = [];
    private readonly AsyncLock[] _locks = [new(), new()];
    private readonly AsyncSemaphore[] _semaphores = [new(1), new AsyncBoundedSemaphore(2), new(0)];
    private readonly AsyncEvent[] _events = [new(), new()];
    private readonly AsyncCondition[] _conditions;
    private readonly AsyncBarrier[] _barriers = [new(2), new(3)];
    private readonly AsyncQueue<int>[] _queues =
        [new(1), new(), new AsyncLifoQueue<int>(2), new AsyncPriorityQueue<int>(), new AsyncPriorityQueue<int>(1)];

    private readonly int[] _values = [0, 0];
    private readonly AsyncLocal<string> _context = new();
    private readonly Dictionary<string, (Future Future, Action<Future> Callback)> _callbacks = [];
    private readonly List<Future> _lost = [];
    private TaskContext[] _contexts = [];
    private int _neverAwaited;
    private EventLoop _loop = null!;

    private Player() => _conditions = [new(), new(_locks[0])];

    internal static List<string> Play(Node program)
    {
        var player = new Player();
        player.Run(program);
        return player._trace;
    }

    private void Run(Node program)
    {
        var options = new RunnerOptions { HandleInterrupts = false, LoopFactory = () => NewLoop(program[0] == "eager") };
        try
        {
            using var runner = new Runner(options);
            try
            {
                runner.Run(Main(program.Kids[0]));
            }
            catch (Exception error)
            {
                _trace.Add($"RUN {Show(error)}");
            }
        }
        catch (Exception error)
        {
            _trace.Add($"CLOSE {Show(error)}");
        }

        foreach ((string name, Future future) in _futures)
        {
            string lost = IsLost(future) ? " lost" : "";
            string state = !future.IsDone ? "pending"
                : future.IsCancelled ? "cancelled"
                : future.Exception is { } error ? Show(error)
                : $"done {Show(ResultOf(future))}";
            _trace.Add($"{name}: {state}{lost}");
        }

        if (_neverAwaited > 0 && !_trace.Exists(static line => line.StartsWith("CLOSE", StringComparison.Ordinal)))
        {
            _trace.Add($"NEVER {_neverAwaited}");
        }
    }

    private EventLoop NewLoop(bool eager) => _loop = new EventLoop(new EventLoopOptions { Clock = new VirtualClock() })
    {
        EagerTasks = eager,

        // Many random programs deadlock, and no thread will come to their help.
        LastChanceMilliseconds = 0,
        WarningHandler = (_, warning) => _neverAwaited += NeverAwaited(warning),
        ExceptionHandler = (_, context) =>
        {
            if (context.Message.EndsWith("was never retrieved", StringComparison.Ordinal) && context.Future is { } lost)
            {
                _lost.Add(lost);
            }

            if (context.Message.StartsWith("Exception in callback", StringComparison.Ordinal)
                || context.Message.Contains("shielded", StringComparison.Ordinal)
                || context.Message.Contains("the task that ran its group", StringComparison.Ordinal))
            {
                _trace.Add($"EH {_loop.Time} {_loop.Iterations} {Show(context.Exception)}");
            }
        },
    };

    // A shield of what has failed is that very future in asyncio; in Simmer the two share one failure.
    private bool IsLost(Future future) =>
        future.PeekError() is not null && _lost.Exists(lost => FailureOf(lost) == FailureOf(future));

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Failure")]
    private static extern FailureRecord FailureOf(Future future);

    /// <summary>How many of the program's own coroutines a warning is about.</summary>
    private static int NeverAwaited(LoopWarning warning) =>
        CalledBody().Match(warning.Message) is not { Success: true } match ? 0
        : match.Groups[1].Success ? int.Parse(match.Groups[1].Value) : 1;

    [GeneratedRegex(@"^Coroutine 'Player\.Body' was called (?:(\d+) times )?and never awaited")]
    private static partial Regex CalledBody();

    private async Coroutine Main(Node block)
    {
        _contexts = [TaskContext.Copy(), TaskContext.Copy()];
        for (int i = 0; i < 3; i++)
        {
            _futures[$"f{i}"] = _loop.CreateFuture<object?>();
        }

        await Block(block);
    }

    private void Log(Node node, params ReadOnlySpan<object?> values)
    {
        string line = $"{node.Id} {_loop.CurrentTask?.Name ?? "-"} {_loop.Time} {_loop.Iterations}";
        foreach (object? value in values)
        {
            line += $" {Show(value)}";
        }

        _trace.Add(line);
    }

    private Future Reference(string name)
    {
        if (_futures.TryGetValue(name, out Future? future))
        {
            return future;
        }

        Future<object?> nobody = _loop.CreateFuture<object?>();
        nobody.SetResult(null);
        return nobody;
    }

    private List<string> Names(IEnumerable<Future> futures) =>
        [.. futures.Select(NameOf).Order(StringComparer.Ordinal)];

    private string NameOf(Future future) => _futures.FirstOrDefault(entry => entry.Value == future).Key ?? "?";

    private static object? ResultOf(Future future) => future.ResultAs<object?>();

    private static string Show(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => text,
        Outcome<object?> { Exception: CancelledException } => "CancelledError",
        Outcome<object?> outcome => Show(outcome.Exception ?? outcome.Value),
        Exception error => ShowError(error),
        System.Collections.IEnumerable items => $"[{string.Join(',', items.Cast<object?>().Select(Show))}]",
        _ => value.ToString()!,
    };

    private static string ShowError(Exception error) => error switch
    {
        UserException user => $"{user.Kind}({user.Message})",
        CancelledException cancelled => string.IsNullOrEmpty(cancelled.CancelMessage) ? "CancelledError" : $"CancelledError({cancelled.CancelMessage})",
        AggregateException group => $"ExceptionGroup[{string.Join(',', group.InnerExceptions.Select(Show))}]",
        TimeoutException => "TimeoutError",
        InvalidStateException => "InvalidStateError",
        BrokenBarrierException => "BrokenBarrierError",
        QueueEmptyException => "QueueEmpty",
        QueueFullException => "QueueFull",
        QueueShutDownException => "QueueShutDown",
        SemaphoreFullException or ArgumentException => "ValueError",
        InvalidOperationException when error.Message.StartsWith("Deadlock", StringComparison.Ordinal) => "Deadlock",
        InvalidOperationException when error.Message.StartsWith("TaskDone", StringComparison.Ordinal) => "ValueError",
        InvalidOperationException => "RuntimeError",
        _ => error.GetType().Name,
    };
}
