using System.Globalization;
using System.Text;

namespace Simmer;

/// <summary>Finds the tasks that wait for each other when a loop has nothing left to do, and tells of them.</summary>
internal static class Deadlocks
{
    private const string NothingHappens =
        "nothing is ready, no timer is set and nothing outside the loop is under way, so nothing will ever happen.";

    /// <summary>In real time: throws if no task can ever go on, nor the run end; warns if some cannot.</summary>
    internal static void Check(EventLoop loop)
    {
        var graph = new WaitGraph(loop);
        if (graph.Stuck.Count == 0)
        {
            return;
        }

        if (graph.IsEverythingStuck)
        {
            throw new DeadlockException($"Deadlock: {NothingHappens}{Describe(graph)}");
        }

        if (loop.IsNewDeadlock(graph.Stuck))
        {
            loop.Warn(new LoopWarning(
                LoopWarningKind.Deadlock,
                $"Deadlock: {(graph.Stuck.Count == 1 ? "a task" : $"{graph.Stuck.Count} tasks")} can never go on, unless something cancels {(graph.Stuck.Count == 1 ? "it" : "them")}.{Describe(graph)}")
            {
                Task = graph.Stuck[0],
            });
        }
    }

    /// <summary>In virtual time, where everything that could happen is known: no task will ever go on.</summary>
    internal static DeadlockException Standstill(EventLoop loop)
    {
        LoopTask[] tasks = loop.Tasks.ToArray();
        var graph = new WaitGraph(loop);
        string circle = graph.Stuck.Count == 0 ? "" : Circle(graph);
        return new DeadlockException($"Deadlock: {NothingHappens} Waiting: {(tasks.Length == 0 ? "no task." : List(tasks))}{circle}");
    }

    private static string Describe(WaitGraph graph) => $" Waiting: {List(graph.Stuck)}{Circle(graph)}";

    private static string List(IReadOnlyList<LoopTask> tasks)
    {
        const int Most = 50;
        var text = new StringBuilder();
        foreach (LoopTask task in tasks.Take(Most))
        {
            text.AppendLine().Append("  ").Append(Line(task));
        }

        if (tasks.Count > Most)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  and {tasks.Count - Most} more");
        }

        return text.ToString();
    }

    private static string Line(LoopTask task)
    {
        string what = WaitGraph.LockOf(task) is { } wait
            ? $"waits for a lock that {Holder(wait.Holder)}"
            : task.AwaitedFuture switch
            {
                LoopTask other => $"waits for task '{other.Name}'",
                { } future => $"waits for {future}",
                null => task.Wait == WaitKind.Timer ? "sleeps for ever" : "waits for a method of .NET",
            };
        string place = Places.Of(task);
        return $"task '{task.Name}' {what}{(place.Length > 0 ? "," : "")}{place}";
    }

    private static string Holder(LoopTask holder) => holder.IsDone
        ? $"task '{holder.Name}' took and did not release before it ended"
        : $"task '{holder.Name}' holds";

    /// <summary>The circle itself, from task to task back to the first; or the lock that nobody will release.</summary>
    private static string Circle(WaitGraph graph)
    {
        var path = new List<LoopTask>();
        LoopTask? task = graph.Stuck[0];
        while (task is not null && !path.Contains(task))
        {
            path.Add(task);
            task = graph.Next(task);
        }

        if (task is null)
        {
            return $"{Environment.NewLine}Nobody will release the lock that '{path[^1].Name}' waits for. Release locks with 'using (await mutex.Acquire())'.";
        }

        path.RemoveRange(0, path.IndexOf(task));
        path.Add(task);
        return $"{Environment.NewLine}The circle: {string.Join(" → ", path.Select(static link => $"'{link.Name}'"))}. "
            + "Take locks in the same order everywhere, and do not await a task while holding a lock that it needs.";
    }
}
