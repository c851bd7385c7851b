using System.Diagnostics;
using System.Globalization;

namespace Simmer.Peers.Work;

/// <summary>Measures a scenario in this process and prints what came out, one <c>metric value</c> a line.</summary>
internal static class Meter
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan s_measure = TimeSpan.FromSeconds(0.5);

    /// <summary>Prints the median time of an operation, over as many runs as fit after a warm-up.</summary>
    /// <param name="operations">How many operations one run has.</param>
    /// <param name="run">Does one run and returns the seconds that count.</param>
    internal static void Repeat(int operations, Func<double> run)
    {
        WarmUp(() => run());
        var seconds = new List<double>();
        long began = Stopwatch.GetTimestamp();
        do
        {
            seconds.Add(run());
        }
        while (seconds.Count < 3 || Stopwatch.GetElapsedTime(began) < s_measure);

        seconds.Sort();
        Print("ns", seconds[seconds.Count / 2] * 1e9 / operations);
    }

    /// <summary>Runs something again and again until the compiler has done its best.</summary>
    internal static void WarmUp(Action run)
    {
        long began = Stopwatch.GetTimestamp();
        do
        {
            run();
        }
        while (Stopwatch.GetElapsedTime(began) < s_warmUp);
    }

    internal static double Time(Action run)
    {
        long began = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Prints the whole time, the processor's time, and the memory of one run of many sleepers.</summary>
    internal static void Sleepers(int count, Action run)
    {
        double residentBefore = PeakResidentBytes();
        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        double seconds = Time(run);
        Print("s", seconds);
        Print("cpu-s", (Environment.CpuUsage.TotalTime - processorBefore).TotalSeconds);
        Print("rss-bytes", (PeakResidentBytes() - residentBefore) / count);
    }

    internal static void Print(string metric, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric} {value:0.####}"));

    private static double PeakResidentBytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            return double.NaN;
        }

        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024.0 * long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture);
    }
}
