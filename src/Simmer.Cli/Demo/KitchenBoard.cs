using System.Diagnostics;

namespace Simmer.Cli.Demo;

/// <summary>Writes down what is cooked when, for those who look on. Chefs on any thread may write.</summary>
/// <param name="minute">How long a minute in the kitchen takes here.</param>
/// <param name="said">Called, one at a time, with what a chef begins to do.</param>
internal sealed class KitchenBoard(TimeSpan minute, Action<string> said)
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Minutes since the kitchen opened.</summary>
    internal double Now => Stopwatch.GetElapsedTime(_began) / minute;

    internal void Begin(string chef, string dish, Work work)
    {
        lock (_lock)
        {
            double now = Now;
            _entries.Add(new Entry(dish, work, now, null));
            said(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{now,4:F0}' {chef} {Says(work, dish)}"));
        }
    }

    internal void End(string dish, Work work)
    {
        lock (_lock)
        {
            int index = _entries.FindLastIndex(entry => entry.Dish == dish && entry.Work == work);
            _entries[index] = _entries[index] with { End = Now };
        }
    }

    internal Entry[] Entries()
    {
        lock (_lock)
        {
            return [.. _entries];
        }
    }

    private static string Says(Work work, string dish) => work switch
    {
        Work.Water => $"puts on the water for the {dish}",
        Work.Chop => $"chops the vegetables for the {dish}",
        Work.Sauce => $"puts on the sauce for the {dish}",
        _ => $"plates the {dish}",
    };

    /// <param name="Dish">For which order.</param>
    /// <param name="Work">What was done.</param>
    /// <param name="Start">When, in minutes.</param>
    /// <param name="End">Until when; null while it goes on.</param>
    internal sealed record Entry(string Dish, Work Work, double Start, double? End);
}
