namespace Simmer.Samples.Tests;

/// <summary>
/// Stands in for <see cref="System.Threading.Thread"/> in a sample: its threads sleep on virtual time and take turns, one
/// at a time, so that what they do has one order.
/// </summary>
/// <remarks>
/// Whoever sleeps, joins or ends hands the turn to the earliest sleeper, and time jumps there. Only the one whose turn it
/// is touches the fields, and the semaphores order what they see.
/// </remarks>
public sealed class VirtualThread(Action start)
{
    private static readonly PriorityQueue<SemaphoreSlim, (TimeSpan When, int Order)> s_sleepers = new();
    private static int s_order;
    private readonly List<SemaphoreSlim> _joining = [];
    private bool _ended;

    public static void Sleep(int milliseconds) => Sleep(TimeSpan.FromMilliseconds(milliseconds));

    public static void Sleep(TimeSpan time)
    {
        using var turn = new SemaphoreSlim(0);
        WakeAfter(time, turn);
        HandOn();
        turn.Wait();
    }

    public void Start()
    {
        var turn = new SemaphoreSlim(0);
        WakeAfter(TimeSpan.Zero, turn);
        new Thread(() => Run(turn)) { IsBackground = true }.Start();
    }

    public void Join()
    {
        if (_ended)
        {
            return;
        }

        using var turn = new SemaphoreSlim(0);
        _joining.Add(turn);
        HandOn();
        turn.Wait();
    }

    private static void WakeAfter(TimeSpan time, SemaphoreSlim turn) => s_sleepers.Enqueue(turn, (Now + time, s_order++));

    private static void HandOn()
    {
        if (!s_sleepers.TryDequeue(out SemaphoreSlim? next, out var wake))
        {
            throw new InvalidOperationException("Deadlock: every thread waits for another.");
        }

        SampleRun.Clock.Advance(wake.When > Now ? wake.When - Now : TimeSpan.Zero);
        next.Release();
    }

    private static TimeSpan Now => SampleRun.Clock.GetElapsedTime(0);

    private void Run(SemaphoreSlim turn)
    {
        turn.Wait();
        start();
        _ended = true;
        _joining.ForEach(joining => WakeAfter(TimeSpan.Zero, joining));
        HandOn();
    }
}
