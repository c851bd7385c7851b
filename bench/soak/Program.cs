using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Simmer.Soak;

/// <summary>Rounds of random episodes, after each of which nothing may be left.</summary>
internal static class Program
{
    /// <summary>How much more may be alive at the end: what .NET keeps for itself grows a little with what it has seen.</summary>
    private const long MostLiveBytes = 1 << 20;

    public static int Main(string[] arguments)
    {
        Options options;
        try
        {
            options = Options.Parse(arguments);
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine($"{error.Message}\n\n{Options.Usage}");
            return 2;
        }

        // A signal that comes when its episode was cancelled would end the process.
        using var listening = PosixSignalRegistration.Create(Processes.User1, static context => context.Cancel = true);
        using var rentals = new Rentals(options.ShowsPlaces);
        var tally = new Tally();
        var clock = Stopwatch.StartNew();
        Console.WriteLine($"{options.Minutes} minutes, seed {options.Seed}, {string.Join(" and ", options.Reactors)}, {options.Workers} workers");

        // .NET and the loop make things at their first use that stay.
        var random = new Random(options.Seed);
        foreach (string reactor in options.Reactors)
        {
            Round(reactor, RoundEnd.Cancelled, 5);
            Round(reactor, RoundEnd.Orderly, 5);
        }

        Inventory before = Inventory.Take(rentals);
        long live = before.LiveBytes;
        rentals.Forget();
        clock.Restart();
        using (new Timer(_ => Report(), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)))
        {
            for (int round = 0; clock.Elapsed.TotalMinutes < options.Minutes; round++)
            {
                double left = (options.Minutes * 60) - clock.Elapsed.TotalSeconds;
                Round(options.Reactors[round % options.Reactors.Count], (RoundEnd)random.Next(2), Math.Min(left, random.Next(10, 40)));
                live = Settle(before, $"round {round}").LiveBytes;
            }
        }

        Inventory after = Settle(before, "the end");
        return Judge(before, after);

        void Round(string reactor, RoundEnd end, double seconds)
        {
            Environment.SetEnvironmentVariable("SIMMER_REACTOR", reactor);
            new Round(options, tally, random.Next(), end, reactor).Run(seconds);
        }

        void Report() => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.Elapsed.TotalSeconds,6:0} s  {tally.Ended,8} episodes  {tally.Cancelled,7} cancelled  {Inventory.CountDescriptors(),5} descriptors  "
            + $"{rentals.Buffers,4} buffers out  {live >> 10,6} kB live after the last round  {tally.Failures.Count} failures"));

        // .NET closes some of its sockets from its own threads, a moment later.
        Inventory Settle(Inventory before, string where)
        {
            Inventory now = Inventory.Take(rentals);
            for (int i = 0; i < 50 && now.Left(before).Any(); i++)
            {
                Thread.Sleep(100);
                now = Inventory.Take(rentals);
            }

            foreach (string left in now.Left(before))
            {
                tally.Fail($"left after {where}: {left}");
            }

            foreach (string place in now.Buffers == before.Buffers ? [] : rentals.Places())
            {
                Console.WriteLine(place);
            }

            return now;
        }

        int Judge(Inventory before, Inventory after)
        {
            tally.Print();
            Console.WriteLine($"descriptors {before.Descriptors.Count} before, {after.Descriptors.Count} after");
            Console.WriteLine($"buffers out {before.Buffers} before, {after.Buffers} after");
            Console.WriteLine($"threads of loops and executors {before.Threads.Count} before, {after.Threads.Count} after; child processes {after.Children.Count}");
            Console.WriteLine($"live bytes {before.LiveBytes} before, {after.LiveBytes} after; {MostLiveBytes} more are allowed");
            if (after.LiveBytes > before.LiveBytes + MostLiveBytes)
            {
                tally.Fail($"{after.LiveBytes - before.LiveBytes} bytes more are alive");
            }

            bool isGood = tally.Failures.IsEmpty;
            Console.WriteLine($"{tally.Ended} episodes, {tally.Cancelled} of them cancelled: {(isGood ? "nothing left" : $"{tally.Failures.Count} FAILURES")} (seed {options.Seed})");
            return isGood ? 0 : 1;
        }
    }
}
