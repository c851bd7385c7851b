using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Simmer.Peers;
using Simmer.Peers.Work;

if (args is ["work", string runtime, string work])
{
    _ = runtime == "task" ? TaskWork.Run(work) : SimmerWork.Run(work);
    return 0;
}

if (args is ["echo", string engine, string port])
{
    await EchoWork.Run(engine, port);
    return 0;
}

try
{
    return Measure(Options.Parse(args));
}
catch (PeerException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

static int Measure(Options options)
{
    Peer[] all = Peer.All(options.Python);
    if (options.IsHelp || options.List)
    {
        Console.WriteLine(options.IsHelp ? Options.Help
            : $"scenarios: {string.Join(", ", Scenario.All.Select(static scenario => scenario.Name))}\n"
            + $"runtimes: {string.Join(", ", all.Select(static peer => peer.Name))}");
        return 0;
    }

    List<(Peer Peer, Command Command)> peers = Build([.. all.Where(peer => options.Peers?.Contains(peer.Name) ?? true)]);
    Scenario[] scenarios = [.. Scenario.All.Where(scenario => options.Only?.Contains(scenario.Name) ?? true)];
    if (peers.Count == 0 || scenarios.Length == 0)
    {
        throw new PeerException("There is nothing to measure.");
    }

    int? core = options.Core >= 0 && File.Exists("/usr/bin/taskset") ? options.Core : null;
    var measurements = new Measurements(peers, options.Rounds, core);
    long began = Stopwatch.GetTimestamp();
    foreach (Scenario scenario in scenarios)
    {
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{scenario.Name}, after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        measurements.Measure(scenario);
    }

    Peer[] measured = [.. peers.Select(static pair => pair.Peer)];
    Console.WriteLine($"""

        {Machine(core)}
        {string.Join("; ", measured.Select(static peer => peer.Version()).Distinct())}.
        Medians of {options.Rounds} {(options.Rounds == 1 ? "round" : "rounds")}; in brackets, how many times Simmer's it is.

        {Report.Table(scenarios, measured, measurements)}
        {Report.Failures(measured, measurements)}
        {Report.Targets(measurements, out bool met)}
        """);
    return options.Check && !met ? 1 : 0;
}

static List<(Peer Peer, Command Command)> Build(Peer[] wanted)
{
    var peers = new List<(Peer, Command)>();
    var missing = new SortedSet<string>(StringComparer.Ordinal);
    foreach (Peer peer in wanted)
    {
        string[] needed = [.. peer.Missing()];
        if (needed.Length > 0)
        {
            Console.Error.WriteLine($"Without {peer.Name}: it needs {string.Join(", ", needed)}.");
            missing.UnionWith(needed);
            continue;
        }

        try
        {
            peers.Add((peer, peer.Build()));
        }
        catch (PeerException error)
        {
            Console.Error.WriteLine($"Without {peer.Name}: its program does not build: {error.Message}");
        }
    }

    if (missing.Count > 0)
    {
        Console.Error.WriteLine($"For the missing ones, on Debian and Ubuntu: apt-get install --no-install-recommends {string.Join(' ', missing)}");
    }

    return peers;
}

static string Machine(int? core)
{
    const string information = "/proc/cpuinfo";
    string? model = !File.Exists(information) ? null : File.ReadLines(information)
        .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
    return $"{model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, "
        + $"{(core is null ? "not pinned" : "each program on one of them")}; {RuntimeInformation.OSDescription}.";
}
