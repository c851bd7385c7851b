namespace Simmer.Samples.Tests;

/// <summary>Stands in for <see cref="System.Diagnostics.Stopwatch"/> in a sample: measures virtual time.</summary>
public sealed class VirtualStopwatch
{
    private long _start;

    public TimeSpan Elapsed => SampleRun.Clock.GetElapsedTime(_start);

    public static VirtualStopwatch StartNew()
    {
        var stopwatch = new VirtualStopwatch();
        stopwatch.Restart();
        return stopwatch;
    }

    public void Restart() => _start = SampleRun.Clock.GetTimestamp();
}
