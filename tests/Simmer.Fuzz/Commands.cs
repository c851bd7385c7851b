namespace Simmer.Fuzz;

/// <summary>What the program does besides running its tests.</summary>
internal static class Commands
{
    private const int Batch = 200;

    /// <summary>Does what the arguments ask for; null if they are xunit's.</summary>
    internal static int? Run(string[] args) => args switch
    {
        ["--programs", ..] => Fuzz(args),
        ["--record", var path, ..] => Record(path, args),
        ["--play", var text, ..] => Play(text, Option(args, "--python", "python3")),
        ["--soak", var tasks, ..] => Soak.Report(int.Parse(tasks), int.Parse(Option(args, "--seed", "1"))),
        ["--bounded", var inputs, ..] => BoundedMemory.Report(int.Parse(inputs)),
        _ => null,
    };

    private static string Option(string[] args, string name, string otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
    }

    private static int Fuzz(string[] args)
    {
        int count = int.Parse(Option(args, "--programs", "1000"));
        int seed = int.Parse(Option(args, "--seed", "1"));
        int shown = int.Parse(Option(args, "--show", "5"));
        using var oracle = new Oracle(Option(args, "--python", "python3"));
        int differences = 0;
        int deliberate = 0;
        long lines = 0;
        var minimal = new HashSet<string>();
        for (int from = 0; from < count; from += Batch)
        {
            Node[] programs = [.. Enumerable.Range(from, Math.Min(Batch, count - from)).Select(i => Generator.Program(seed + i, oracle.Python))];
            var different = new List<(Node Program, List<string> Expected, List<string> Actual)>();
            foreach ((Node program, List<string> expected) in programs.Zip(oracle.Play(programs)))
            {
                lines += expected.Count;
                List<string> actual = Playback.Play(program);
                if (actual.SequenceEqual(expected))
                {
                    continue;
                }

                if (Deliberate.ReasonFor(program) is null)
                {
                    different.Add((program, expected, actual));
                }
                else
                {
                    deliberate++;
                }
            }

            differences += different.Count;
            foreach ((Node program, List<string> expected, List<string> actual) in different.TakeWhile(_ => minimal.Count < shown))
            {
                if (!Differs(oracle, program))
                {
                    // It hangs on what ran before.
                    minimal.Add(program.ToString());
                    Console.WriteLine($"Played again, it does not differ:\n{Report.Difference(program, expected, actual)}");
                    continue;
                }

                Node small = Shrinker.Shrink(program, candidate => Differs(oracle, candidate));
                if (minimal.Add(small.ToString()))
                {
                    Console.WriteLine(Report.Difference(small, oracle.Play(small), Playback.Play(small)));
                }
            }
        }

        Console.WriteLine($"CPython {oracle.Python}: {count} programs from seed {seed}, {lines} lines of trace: {differences} differ, {deliberate} more deliberately.");
        return differences == 0 ? 0 : 1;
    }

    // What shrinking made no program of, as an await in a callback, CPython calls broken.
    private static bool Differs(Oracle oracle, Node program) =>
        oracle.Play(program) is var expected
        && !expected.Any(static line => line.StartsWith("BROKEN", StringComparison.Ordinal))
        && !Playback.Play(program).SequenceEqual(expected);

    /// <summary>Records a corpus: the programs in <c>regressions.txt</c> beside it, then random ones with long traces.</summary>
    private static int Record(string path, string[] args)
    {
        int count = int.Parse(Option(args, "--count", "1000"));
        int seed = int.Parse(Option(args, "--seed", "1"));
        using var oracle = new Oracle(Option(args, "--python", "python3"));
        Node[] found = [.. File.ReadLines(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "regressions.txt"))
            .Where(static line => line.StartsWith('(')).Select(Node.Parse)];

        // The longest third: what ends at once says little.
        Node[] random = [.. Enumerable.Range(seed, 3 * count).Select(i => Generator.Program(i, oracle.Python)).Where(static program => Deliberate.ReasonFor(program) is null)];
        (Node, List<string> Trace)[] longest =
            [.. random.Zip(oracle.Play(random)).OrderByDescending(static entry => entry.Second.Count).Take(count)];
        (Node, List<string> Trace)[] entries = [.. found.Zip(oracle.Play(found)), .. longest];
        Corpus.Write(path, entries);
        Console.WriteLine($"{entries.Length} programs, {entries.Sum(static entry => entry.Trace.Count)} lines of trace.");
        return 0;
    }

    private static int Play(string text, string python)
    {
        Node program = Node.Parse(text);
        using var oracle = new Oracle(python);
        List<string> expected = oracle.Play(program);
        List<string> actual = Playback.Play(program);
        Console.WriteLine(Report.Difference(program, expected, actual));
        return expected.SequenceEqual(actual) ? 0 : 1;
    }
}
