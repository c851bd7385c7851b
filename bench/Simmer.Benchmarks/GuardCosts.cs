using System.Diagnostics;
using System.Globalization;

namespace Simmer.Benchmarks;

/// <summary>The table of what the guards cost: each setting in processes of its own, turn and turn about, and the medians.</summary>
/// <remarks>
/// A difference of one percent is less than what a machine varies within a minute. So the settings take turns, and each turn is a new
/// process: one that has run in debug mode is optimized for that.
/// </remarks>
internal static class GuardCosts
{
    private const int Turns = 8;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(0.2);

    private static readonly (string Name, bool IsOne, Action<GuardBenchmarks> Run)[] s_operations =
    [
        ("call of a coroutine that does not suspend", false, static benchmark => benchmark.Call()),
        ("call that suspends once", false, static benchmark => benchmark.SuspendingCall()),
        ("yield", false, static benchmark => benchmark.Yield()),
        ("spawn and join", false, static benchmark => benchmark.Spawn()),
        ("`CallSoon`", false, static benchmark => benchmark.CallSoon()),
        ("`Asyncio.Run` of an empty coroutine", true, static benchmark => benchmark.WholeRun()),
    ];

    internal static int Run(string[] args)
    {
        if (args is [var one])
        {
            foreach (double nanoseconds in Measure(Enum.Parse<GuardBenchmarks.Setting>(one)))
            {
                Console.WriteLine(nanoseconds.ToString(CultureInfo.InvariantCulture));
            }

            return 0;
        }

        // Off twice: by how much the two differ is what the machine does, not a guard.
        GuardBenchmarks.Setting[] columns = [GuardBenchmarks.Setting.Off, .. Enum.GetValues<GuardBenchmarks.Setting>()];
        List<double[]>[] turns = Array.ConvertAll(columns, static _ => new List<double[]>());
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                turns[column].Add(MeasureInOwnProcess(columns[column]));
            }
        }

        Print(columns, turns);
        return 0;
    }

    private static double[] MeasureInOwnProcess(GuardBenchmarks.Setting setting)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["guards", setting.ToString()]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => double.Parse(line, CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<double> Measure(GuardBenchmarks.Setting setting)
    {
        var benchmark = new GuardBenchmarks { Guards = setting };
        benchmark.ReadSetting();
        foreach ((_, bool isOne, Action<GuardBenchmarks> run) in s_operations)
        {
            _ = TimesFor(s_warmUp, run);
            yield return TimesFor(s_measured, run).Min() / (isOne ? 1 : benchmark.Operations);
        }

        List<double> TimesFor(TimeSpan duration, Action<GuardBenchmarks> run)
        {
            var times = new List<double>();
            long began = Stopwatch.GetTimestamp();
            do
            {
                long before = Stopwatch.GetTimestamp();
                run(benchmark);
                times.Add(Stopwatch.GetElapsedTime(before).TotalNanoseconds);
            }
            while (Stopwatch.GetElapsedTime(began) < duration);
            return times;
        }
    }

    private static void Print(GuardBenchmarks.Setting[] columns, List<double[]>[] turns)
    {
        Console.WriteLine($"| | {string.Join(" | ", columns)} |");
        Console.WriteLine($"| --- |{string.Concat(columns.Select(static _ => " ---: |"))}");
        for (int i = 0; i < s_operations.Length; i++)
        {
            IEnumerable<string> cells = turns.Select(column => Cell([.. column.Select(turn => turn[i])], [.. turns[0].Select(turn => turn[i])]));
            Console.WriteLine($"| {s_operations[i].Name} | {string.Join(" | ", cells)} |");
        }
    }

    /// <summary>The median of the turns' best, and by how much each turn differed from the first column's, in the median.</summary>
    private static string Cell(double[] column, double[] first)
    {
        double median = Median([.. column]);
        double change = Median([.. column.Zip(first, static (mine, other) => (mine / other) - 1)]);
        string number = median.ToString(median < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
        return change is 0 or > 1 ? number : string.Create(CultureInfo.InvariantCulture, $"{number} ({change:+0.0 %;-0.0 %})");
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
