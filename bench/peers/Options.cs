using System.Globalization;

namespace Simmer.Peers;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    internal const string Help = """
        Measures Simmer beside other runtimes on the same work, one after another on one core.

          dotnet run -c Release --project bench/peers -- [options]

          --rounds N         how often each program runs, 3; the table has the medians
          --only NAMES       the scenarios, by name and with commas between
          --peers NAMES      the runtimes, by name and with commas between
          --python PROGRAM   the Python of asyncio and uvloop, /usr/bin/python3 or the one on the path
          --core N           the core, the last; -1 for any
          --check            fail if a target is missed
          --list             the names of scenarios and runtimes
        """;

    internal int Rounds { get; private init; } = 3;

    internal string[]? Only { get; private init; }

    internal string[]? Peers { get; private init; }

    internal string Python { get; private init; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    internal int Core { get; private init; } = Environment.ProcessorCount - 1;

    internal bool Check { get; private init; }

    internal bool List { get; private init; }

    internal bool IsHelp { get; private init; }

    /// <exception cref="PeerException">An argument is wrong.</exception>
    internal static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--rounds" => options with { Rounds = Math.Max(1, Number()) },
                "--only" => options with { Only = Names([.. Scenario.All.Select(static scenario => scenario.Name)]) },
                "--peers" => options with { Peers = Names([.. Peer.All("").Select(static peer => peer.Name)]) },
                "--python" => options with { Python = Value() },
                "--core" => options with { Core = Number() },
                "--check" => options with { Check = true },
                "--list" => options with { List = true },
                "--help" or "-h" => options with { IsHelp = true },
                _ => throw new PeerException($"Unknown option '{name}'. --help tells the options."),
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new PeerException($"{name} needs a value.");

            int Number() => int.TryParse(Value(), CultureInfo.InvariantCulture, out int number)
                ? number : throw new PeerException($"{name} needs a number, not '{arguments[i]}'.");

            string[] Names(string[] known)
            {
                string[] names = Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                return names.FirstOrDefault(given => !known.Contains(given)) is { } unknown
                    ? throw new PeerException($"{name} does not know '{unknown}'; it knows {string.Join(", ", known)}.")
                    : names;
            }
        }

        return options;
    }
}
