using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>What debug mode adds: where futures were made, and which steps hold the loop.</summary>
public sealed partial class EventLoop
{
    private ConditionalWeakTable<Future, StackTrace>? _creationStacks;

    /// <summary>In debug mode, a step or callback that takes this many seconds or more is reported; 0.1 at first.</summary>
    /// <remarks><c>loop.slow_callback_duration</c>. The report goes to <see cref="WarningHandler"/>.</remarks>
    public double SlowCallbackDuration { get; set; } = 0.1;

    internal StackTrace? CreationStackOf(Future future) =>
        _creationStacks is not null && _creationStacks.TryGetValue(future, out StackTrace? stack) ? stack : null;

    internal void RecordCreation(Future future) =>
        (_creationStacks ??= []).AddOrUpdate(future, new StackTrace(fNeedFileInfo: true));

    private void RunTimed(LoopItem item)
    {
        long began = Stopwatch.GetTimestamp();
        string description = item.Describe();
        item.Run(this);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (seconds >= SlowCallbackDuration && _watch is not { HasReported: true })
        {
            Warn(new LoopWarning(
                LoopWarningKind.SlowStep,
                string.Create(CultureInfo.InvariantCulture, $"Executing {description} took {seconds:0.000} seconds"))
            {
                Task = item as LoopTask,
                Duration = TimeSpan.FromSeconds(seconds),
                IsOver = true,
            });
        }
    }
}
