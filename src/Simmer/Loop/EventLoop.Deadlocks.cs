namespace Simmer;

/// <summary>A loop with nothing to do: is there anything that could still wake it?</summary>
public sealed partial class EventLoop
{
    /// <summary>
    /// How long a loop with nothing to do waits before it looks for a deadlock, in nanoseconds: one that other threads
    /// call often never looks.
    /// </summary>
    private const long MomentBeforeLook = 20_000_000;
    private HashSet<LoopTask>? _deadlocked;

    /// <summary>
    /// How many waits for descriptors are under way, which the operating system ends: reads, writes, connects, accepts, and callbacks
    /// of the user's descriptors.
    /// </summary>
    internal int ExternalWaits { get; set; }

    /// <summary>Whether no wait that the loop knows of is for something outside.</summary>
    private bool NothingIsOutside => ThreadCalls == 0 && ForeignWaits == 0 && ExternalWaits == 0;

    /// <summary>Whether these tasks are not reported yet; they are from now on.</summary>
    internal bool IsNewDeadlock(IReadOnlyList<LoopTask> stuck)
    {
        if (_deadlocked is not null && stuck.All(_deadlocked.Contains))
        {
            return false;
        }

        _deadlocked = [.. stuck];
        return true;
    }

    /// <summary>Waits without a timer, and looks first whether anything could end the wait.</summary>
    private void RestWithoutTimer()
    {
        if (Guards.Deadlocks && Tasks.Count > 0 && NothingIsOutside)
        {
            Rest(MomentBeforeLook);
            if (_inbox.HasItems || _ready.Count > 0)
            {
                return;
            }

            Deadlocks.Check(this);
        }

        Rest(ForEver);
    }
}
