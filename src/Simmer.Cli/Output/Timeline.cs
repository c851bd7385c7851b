using Simmer.Cli.Fetching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>A chart of which URL ran when: a row for each of the first, and a row of how many ran.</summary>
internal sealed class Timeline
{
    private const int MostRows = 40;
    private const int MostSpans = 2_000_000;
    private const string Heights = " ▁▂▃▄▅▆▇█";
    private static readonly Style s_good = new(Color.Green);
    private static readonly Style s_bad = new(Color.Red);
    private static readonly Style s_dim = new(decoration: Decoration.Dim);

    private readonly PriorityQueue<FetchRecord, double> _first = new(Comparer<double>.Create((a, b) => b.CompareTo(a)));
    private readonly List<(float Start, float End)> _spans = [];
    private long _count;

    internal void Add(FetchRecord record)
    {
        if (record.Attempts == 0)
        {
            return;
        }

        _count++;
        if (_spans.Count < MostSpans)
        {
            _spans.Add(((float)record.StartedAt, (float)record.EndedAt));
        }

        // The latest of those kept makes room for an earlier one.
        _first.Enqueue(record, record.StartedAt);
        if (_first.Count > MostRows)
        {
            _first.Dequeue();
        }
    }

    internal IRenderable Chart(int width)
    {
        var rows = new List<IRenderable>();
        if (_count == 0)
        {
            return new Rows(rows);
        }

        FetchRecord[] records = [.. _first.UnorderedItems.Select(item => item.Element).OrderBy(record => record.StartedAt)];
        double end = _spans.Max(span => span.End);
        string[] labels = [.. records.Select(record => Format.Fit(Escape.ForTerminal(record.Url), Math.Max(8, width * 2 / 5)))];
        int label = Math.Max("all".Length, labels.Max(text => text.Length));
        int room = Math.Max(8, width - label - 12);
        double perColumn = end > 0 ? end / room : 1;
        for (int i = 0; i < records.Length; i++)
        {
            rows.Add(Row(records[i], labels[i].PadRight(label), room, perColumn));
        }

        if (_count > records.Length)
        {
            rows.Add(new Text($"… and {Format.Count(_count - records.Length)} more", s_dim));
            rows.Add(Lines.Styled(("all".PadRight(label + 1), null), (Running(room, perColumn, out int most), s_good),
                ($" ≤ {Format.Count(most)}".PadLeft(11), s_dim)));
        }

        string scale = Format.Seconds(end);
        rows.Add(new Text($"{new string(' ', label + 1)}0{scale.PadLeft(room - 1)}", s_dim));
        return new Rows(rows);
    }

    private static Paragraph Row(FetchRecord record, string label, int room, double perColumn)
    {
        int from = Math.Clamp((int)(record.StartedAt / perColumn), 0, room - 1);
        int to = Math.Clamp((int)Math.Ceiling(record.EndedAt / perColumn), from + 1, room);
        return Lines.Styled(
            (label + " ", null),
            (new string(' ', from), null),
            (new string(record.IsFetched ? '━' : '╌', to - from), record.IsFetched ? s_good : s_bad),
            (new string(' ', room - to) + Format.Seconds(record.Duration).PadLeft(11), s_dim));
    }

    /// <summary>How many ran in each column, as a row of bars.</summary>
    private string Running(int room, double perColumn, out int most)
    {
        int[] changes = new int[room + 1];
        foreach ((float start, float end) in _spans)
        {
            int from = Math.Clamp((int)(start / perColumn), 0, room - 1);
            changes[from]++;
            changes[Math.Clamp((int)Math.Ceiling(end / perColumn), from + 1, room)]--;
        }

        int running = 0;
        int[] counts = [.. changes.Take(room).Select(change => running += change)];
        int highest = most = counts.Max();
        return string.Concat(counts.Select(count => Heights[(int)Math.Ceiling((double)count * (Heights.Length - 1) / highest)]));
    }
}
