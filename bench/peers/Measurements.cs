using System.Diagnostics;
using System.Globalization;

namespace Simmer.Peers;

/// <summary>Runs the peers in turn and keeps what they print.</summary>
internal sealed class Measurements(IReadOnlyList<(Peer Peer, Command Command)> peers, int rounds, int? core)
{
    /// <summary>A peer that has taken this long on a scenario is not asked again.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    private readonly Dictionary<(string Scenario, string Metric, string Peer), List<double>> _values = [];
    private readonly Dictionary<(string Scenario, string Peer), string> _failures = [];

    internal IReadOnlyDictionary<(string Scenario, string Peer), string> Failures => _failures;

    internal double? Median(string scenario, string metric, string peer)
    {
        if (!_values.TryGetValue((scenario, metric, peer), out List<double>? values))
        {
            return null;
        }

        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>One after another, A B C A B C, so that what disturbs the machine for a while disturbs all alike.</summary>
    internal void Measure(Scenario scenario)
    {
        var spent = new Dictionary<Peer, TimeSpan>();
        for (int round = 1; round <= rounds; round++)
        {
            foreach ((Peer peer, Command command) in peers)
            {
                if (spent.GetValueOrDefault(peer) > s_patience || _failures.ContainsKey((scenario.Name, peer.Name)))
                {
                    continue;
                }

                long began = Stopwatch.GetTimestamp();
                MeasureOnce(scenario, peer, command);
                spent[peer] = spent.GetValueOrDefault(peer) + Stopwatch.GetElapsedTime(began);
            }
        }
    }

    private void MeasureOnce(Scenario scenario, Peer peer, Command command)
    {
        string output;
        try
        {
            output = Processes.Run(Pinned(command, scenario.Name));
        }
        catch (PeerException error)
        {
            _failures[(scenario.Name, peer.Name)] = error.Message;
            return;
        }

        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (words.Length != 2 || !double.TryParse(words[1], CultureInfo.InvariantCulture, out double value))
            {
                _failures[(scenario.Name, peer.Name)] = $"printed '{line}'; expected 'metric value'";
                return;
            }

            var key = (scenario.Name, words[0], peer.Name);
            if (!_values.TryGetValue(key, out List<double>? values))
            {
                _values[key] = values = [];
            }

            values.Add(value);
        }
    }

    /// <summary>The scenario is the last argument.</summary>
    private Command Pinned(Command command, string scenario)
    {
        string[] arguments = [.. command.Arguments, scenario];
        return core is { } number
            ? new Command("taskset", ["--cpu-list", number.ToString(CultureInfo.InvariantCulture), command.File, .. arguments])
            : new Command(command.File, arguments);
    }
}
