using System.Globalization;
using System.Text;

namespace Simmer.Peers;

/// <summary>The table of medians and ratios, in Markdown.</summary>
internal static class Report
{
    internal static string Table(IReadOnlyList<Scenario> scenarios, IReadOnlyList<Peer> peers, Measurements measurements)
    {
        List<string[]> rows = [["", .. peers.Select(static peer => peer.Title)]];
        foreach (Scenario scenario in scenarios)
        {
            foreach (Metric metric in scenario.Metrics)
            {
                rows.Add([$"{metric.What} ({metric.Unit})", .. peers.Select(peer => Cell(scenario, metric, peer, measurements))]);
            }
        }

        return Markdown(rows);
    }

    /// <summary>What failed, and why.</summary>
    internal static string Failures(IReadOnlyList<Peer> peers, Measurements measurements)
    {
        var text = new StringBuilder();
        foreach (((string scenario, string name), string why) in measurements.Failures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {peers.First(peer => peer.Name == name).Title} fails in `{scenario}`: {why}");
        }

        return text.ToString();
    }

    /// <summary>How Simmer stands to its targets, as far as the peers are there to tell.</summary>
    internal static string Targets(Measurements measurements, out bool met)
    {
        met = true;
        List<string[]> rows = [["Target", "Limit", "Simmer", ""]];
        foreach (Target target in Target.All)
        {
            Metric? metric = Scenario.All.First(scenario => scenario.Name == target.Scenario).Metrics.First(metric => metric.Name == target.Metric);
            double? limit = target.Peer is null ? target.Factor
                : target.Factor * measurements.Median(target.Scenario, target.Metric, target.Peer);
            if (measurements.Median(target.Scenario, target.Metric, "simmer") is not { } value || limit is null)
            {
                continue;
            }

            met &= value <= limit;
            string what = target.Peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $", at most {target.Factor:0.0#} × {target.Peer}");
            rows.Add([
                $"{metric.What.TrimStart('–', ' ')}{what}", $"{Number(limit.Value)} {metric.Unit}", $"{Number(value)} {metric.Unit}",
                value <= limit ? "met" : "missed"]);
        }

        return rows.Count == 1 ? "" : Markdown(rows);
    }

    private static string Cell(Scenario scenario, Metric metric, Peer peer, Measurements measurements)
    {
        if (measurements.Failures.ContainsKey((scenario.Name, peer.Name)))
        {
            return "fails";
        }

        if (measurements.Median(scenario.Name, metric.Name, peer.Name) is not { } value)
        {
            return "";
        }

        return peer.Name != "simmer" && measurements.Median(scenario.Name, metric.Name, "simmer") is > 0 and { } own
            ? $"{Number(value)} ({Ratio(value / own)})"
            : Number(value);
    }

    private static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture) + " ×";

    private static string Number(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static string Markdown(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => Math.Max(3, rows.Max(row => row[column].Length)))];
        var text = new StringBuilder();
        Line(text, rows[0], widths);
        text.Append("| ").AppendJoin(" | ", widths.Select(static (width, column) => new string('-', column == 0 ? width : width - 1) + (column == 0 ? "" : ":")))
            .AppendLine(" |");
        foreach (string[] row in rows.Skip(1))
        {
            Line(text, row, widths);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string[] cells, int[] widths) =>
        text.Append("| ").AppendJoin(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))
            .AppendLine(" |");
}
