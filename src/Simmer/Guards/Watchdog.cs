using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// One thread of the process that looks at every running loop now and then: a loop that has not moved since the last looks is
/// held by the step or callback that runs on it.
/// </summary>
/// <remarks>
/// <para>The loops do nothing for it: an iteration's number and the head of the ready queue, which they write anyway, tell
/// whether one has moved. So a loop that is busy with many short steps is never taken for a stuck one.</para>
/// <para>When every loop sleeps, so does the watchdog, until one wakes up: an idle program has no wake-ups by it. It rests after
/// each look, so a loop that sleeps and wakes all the time wakes it once a rest and not each time.</para>
/// </remarks>
internal static class Watchdog
{
    private static readonly object s_gate = new();
    private static readonly List<LoopWatch> s_watches = [];
    private static Thread? s_thread;

    /// <summary>Whether the watchdog sleeps until it is woken. Written under the gate.</summary>
    private static volatile bool s_parked;

    /// <summary>How long the watchdog rests now, in milliseconds; it may be for a loop that is gone by now.</summary>
    private static int s_rest;

    /// <summary>A loop begins to run.</summary>
    internal static void Add(LoopWatch watch)
    {
        lock (s_gate)
        {
            s_watches.Add(watch);
            if (s_thread is null)
            {
                s_thread = new Thread(Watch, 256 * 1024) { IsBackground = true, Name = "Simmer watchdog" };
                s_thread.UnsafeStart();
            }
            else if (s_parked || watch.Period < s_rest)
            {
                Rouse();
            }
        }
    }

    /// <summary>A loop has stopped.</summary>
    internal static void Remove(LoopWatch watch)
    {
        lock (s_gate)
        {
            s_watches.Remove(watch);
        }
    }

    /// <summary>A loop has waited, and goes on.</summary>
    internal static void LoopWoke()
    {
        // The loop has just said that it is not idle; the watchdog says that it parks and then asks once more.
        Interlocked.MemoryBarrier();
        if (s_parked)
        {
            lock (s_gate)
            {
                Rouse();
            }
        }
    }

    private static void Rouse()
    {
        s_parked = false;
        Monitor.Pulse(s_gate);
    }

    private static void Watch()
    {
        var due = new List<LoopWatch>();
        while (true)
        {
            lock (s_gate)
            {
                ParkWhileAllSleep();
            }

            LookAtAll(due);
            lock (s_gate)
            {
                Rest();
            }
        }
    }

    /// <summary>In a method of its own, so that nothing of a resting watchdog keeps a loop that was dropped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LookAtAll(List<LoopWatch> due)
    {
        lock (s_gate)
        {
            due.AddRange(s_watches);
        }

        // Outside of the lock: a report calls the user's handler.
        foreach (LoopWatch watch in due)
        {
            watch.Look();
        }

        due.Clear();
    }

    private static void ParkWhileAllSleep()
    {
        s_parked = true;
        Interlocked.MemoryBarrier();
        if (s_watches.TrueForAll(static watch => watch.IsQuiet))
        {
            while (s_parked)
            {
                Monitor.Wait(s_gate);
            }

            foreach (LoopWatch watch in s_watches)
            {
                watch.Forget();
            }
        }

        s_parked = false;
    }

    private static void Rest()
    {
        s_rest = s_watches.Count > 0 ? s_watches.Min(static watch => watch.Period) : 0;
        if (s_rest > 0)
        {
            Monitor.Wait(s_gate, s_rest);
        }
    }
}
