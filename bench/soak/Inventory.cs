using System.Globalization;

namespace Simmer.Soak;

/// <summary>What the process has at a moment when nothing runs.</summary>
/// <param name="Descriptors">What is open, by what it leads to.</param>
/// <param name="Threads">Simmer's threads.</param>
/// <param name="Children">Child processes, zombies among them.</param>
/// <param name="Buffers">Buffers rented from the shared pool.</param>
/// <param name="LiveBytes">What a full collection has left, without what the shared pool keeps for later.</param>
internal sealed record Inventory(
    IReadOnlyList<string> Descriptors, IReadOnlyList<string> Threads, IReadOnlyList<string> Children, long Buffers, long LiveBytes)
{
    /// <summary>The watchdog of the guards serves every loop there will be, and stays.</summary>
    private const string Watchdog = "Simmer watchdog";

    internal static Inventory Take(Rentals rentals)
    {
        // Two rounds: what a finalizer lets go of is collected by the second.
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new Inventory(OpenDescriptors(), OwnThreads(), OwnChildren(), rentals.Buffers, GC.GetTotalMemory(forceFullCollection: true) - rentals.PooledBytes);
    }

    /// <summary>How many descriptors are open; 0 where that cannot be told.</summary>
    internal static int CountDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    /// <summary>What is here and was not in <paramref name="before"/>.</summary>
    internal IEnumerable<string> Left(Inventory before)
    {
        foreach (string line in Beyond("descriptor", Descriptors, before.Descriptors)
            .Concat(Beyond("thread", Threads, before.Threads))
            .Concat(Beyond("child process", Children, before.Children)))
        {
            yield return line;
        }

        if (Buffers != before.Buffers)
        {
            yield return $"{Buffers - before.Buffers} buffers of the pool";
        }
    }

    private static IEnumerable<string> Beyond(string kind, IReadOnlyList<string> now, IReadOnlyList<string> before)
    {
        Dictionary<string, int> known = before.CountBy(static name => name).ToDictionary();
        return now.CountBy(static name => name)
            .Where(pair => pair.Value > known.GetValueOrDefault(pair.Key))
            .Select(pair => $"{kind}: {pair.Value - known.GetValueOrDefault(pair.Key)} × {pair.Key}");
    }

    private static string[] OpenDescriptors() => OperatingSystem.IsLinux()
        ? [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(KindOf).Where(static kind => kind.Length > 0)] : [];

    /// <summary>Sockets and pipes without their numbers, which differ. Empty for code that was loaded, its symbols, and what reading this has opened.</summary>
    private static string KindOf(string path)
    {
        string? target = new FileInfo(path).LinkTarget;
        return target is null
            || target.Contains("/proc/", StringComparison.Ordinal)
            || target.EndsWith(".dll", StringComparison.Ordinal) || target.EndsWith(".pdb", StringComparison.Ordinal) ? "" : target.Split(":[")[0];
    }

    private static string[] OwnThreads() => OperatingSystem.IsLinux()
        ? [.. Directory.GetDirectories("/proc/self/task").Select(static task => ReadOrNothing($"{task}/comm").Trim())
            .Where(static name => name.StartsWith("Simmer ", StringComparison.Ordinal) && !Watchdog.StartsWith(name, StringComparison.Ordinal))]
        : [];

    private static string[] OwnChildren() => OperatingSystem.IsLinux()
        ? [.. Directory.GetDirectories("/proc").Select(static process => ReadOrNothing($"{process}/stat")).Where(IsChild)] : [];

    /// <summary>A line of <c>/proc/N/stat</c>: number, (name), state, number of the parent, …</summary>
    private static bool IsChild(string status)
    {
        int end = status.LastIndexOf(')');
        return end > 0 && status[(end + 2)..].Split(' ')[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    }

    private static string ReadOrNothing(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No process, or one that has ended meanwhile.
            return "";
        }
    }
}
