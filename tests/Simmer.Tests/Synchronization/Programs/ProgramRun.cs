using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization.Programs;

/// <summary>Runs a program of <see cref="ProgramData"/> and writes the trace that generate.py has from CPython.</summary>
internal sealed class ProgramRun
{
    private const int Iterations = 14;
    private readonly List<string> _trace = [];
    private readonly List<LoopTask> _tasks = [];
    private readonly string[] _scripts;
    private readonly Primitive _primitive;
    private int _iteration;
    private bool _ending;

    private ProgramRun(string program, Func<int, Primitive> kind)
    {
        string[] parts = program.Split('|');
        _primitive = kind(int.Parse(parts[0]));
        _scripts = parts[1..];
    }

    internal static string Trace(string program, Func<int, Primitive> kind)
    {
        var run = new ProgramRun(program, kind);
        Asyncio.Run(run.Main(), new RunnerOptions { HandleInterrupts = false });
        return string.Join("; ", run._trace);
    }

    private async Coroutine Main()
    {
        Tick();
        for (int number = 0; number < _scripts.Length; number++)
        {
            _tasks.Add(CreateTask(Follow(number, _scripts[number])));
        }

        await Scenario.Iterations(Iterations);
        _ending = true;
        while (!_tasks.All(task => task.IsDone))
        {
            _tasks.ForEach(task => task.Cancel());
            _primitive.Free();
            await Sleep(0);
        }

        _trace.Add($"{_iteration} end {_primitive.State}");
    }

    private void Tick()
    {
        _iteration++;
        GetRunningLoop().CallSoon(Tick);
    }

    private async Coroutine Follow(int number, string script)
    {
        foreach (string operation in script.TrimStart('!').Split(' '))
        {
            string? result;
            try
            {
                result = await Do(operation[0], operation.Length > 1 ? int.Parse(operation[1..]) : 0);
            }
#pragma warning disable SIM031 // A program may be cancelled and goes on: the trace tells.
            catch (Exception error)
#pragma warning restore SIM031
            {
                result = NameOf(error);
            }

            _trace.Add($"{_iteration} {number}{operation}{(result is null ? "" : "=" + result)} {_primitive.State}");
            if (result == "CancelledError" && (_ending || script[0] == '!'))
            {
                return;
            }
        }
    }

    private async Coroutine<string?> Do(char operation, int argument)
    {
        switch (operation)
        {
            case 's':
                await Sleep(0);
                return null;
            case 'c':
                return _tasks[argument].Cancel().ToString();
            default:
                return await _primitive.Do(operation, argument);
        }
    }

    private static string NameOf(Exception error) => error switch
    {
        CancelledException => "CancelledError",
        BrokenBarrierException => "BrokenBarrierError",
        QueueEmptyException => "QueueEmpty",
        QueueFullException => "QueueFull",
        QueueShutDownException => "QueueShutDown",
        SemaphoreFullException => "ValueError",
        InvalidOperationException when error.Message.StartsWith("TaskDone", StringComparison.Ordinal) => "ValueError",
        InvalidOperationException => "RuntimeError",
        _ => error.ToString(),
    };
}
