using CsCheck;
using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

/// <summary>A random number of tasks, of visits of each, of iterations spent inside, and cancellations at any time.</summary>
internal sealed record Chaos(int Tasks, int Visits, int Stay, int Size, (int Iteration, int Victim)[] Cancellations, int? Order)
{
    internal static Gen<Chaos> Gen { get; } = Within(iterations: 25, cancellations: 15);

    /// <summary>With the cancellations close together, in the first iterations.</summary>
    internal static Gen<Chaos> Short { get; } = Within(iterations: 6, cancellations: 4);

    /// <summary>Whether ready items run in the order in which they became ready.</summary>
    internal bool InOrder => Order is null;

    /// <summary>Runs the body; a deadlock is an error of virtual time.</summary>
    internal void Run(Func<Coroutine> body) =>
        Asyncio.Run(body(), Scenario.Options(Order is { } seed ? new RandomPolicy(seed) : null));

    /// <summary>Starts the tasks and cancels them as it is told, for as long as any cancellation is to come.</summary>
    internal async Coroutine<LoopTask[]> Start(Func<int, Coroutine> worker)
    {
        LoopTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(number => CreateTask(worker(number)))];

        // Not before the first steps: that would end a task before its coroutine can catch it.
        await Scenario.Iterations(2);
        int last = Cancellations.Select(cancellation => cancellation.Iteration).DefaultIfEmpty(-1).Max();
        for (int iteration = 0; iteration <= last; iteration++)
        {
            foreach ((int _, int victim) in Cancellations.Where(cancellation => cancellation.Iteration == iteration))
            {
                tasks[victim % Tasks].Cancel();
            }

            await Sleep(0);
        }

        return tasks;
    }

    /// <summary>Cancels tasks for as long as they go on.</summary>
    internal static async Coroutine End(LoopTask[] tasks)
    {
        while (!tasks.All(task => task.IsDone))
        {
            Array.ForEach(tasks, task => task.Cancel());
            await Sleep(0);
        }
    }

    private static Gen<Chaos> Within(int iterations, int cancellations) => CsCheck.Gen.Select(
        CsCheck.Gen.Int[1, 6],
        CsCheck.Gen.Int[1, 4],
        CsCheck.Gen.Int[0, 2],
        CsCheck.Gen.Int[1, 3],
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, iterations], CsCheck.Gen.Int[0, 5]).Array[0, cancellations],
        CsCheck.Gen.Int[0, 1000].Nullable(),
        (tasks, visits, stay, size, cancelled, order) => new Chaos(tasks, visits, stay, size, cancelled, order));

    /// <summary>Makes a visit that may be cancelled.</summary>
    /// <returns>Whether it was not.</returns>
    internal static async Coroutine<bool> Try(Coroutine visit)
    {
        try
        {
            await visit;
            return true;
        }
        catch (CancelledException)
        {
            CurrentTask()!.Uncancel();
            return false;
        }
    }

    public override string ToString() =>
        $"{Tasks} tasks, {Visits} visits, stay {Stay}, size {Size}, order {Order}, cancel {string.Join(' ', Cancellations)}";
}
