using System.Globalization;
using Simmer.FetchRuns;

const string Help = """
    Runs the built tool, `simmer fetch`, against real servers on loopback. Linux.

      dotnet run -c Release --project bench/fetch -- bad-host [ROUNDS]     what a bad host costs the others; 7 rounds
      dotnet run -c Release --project bench/fetch -- million [URLS]        peak memory with 1,000,000 URLs of hosts that answer
      dotnet run -c Release --project bench/fetch -- blocked [URLS]        the same when the first host of the list blocks 70 % of them
      dotnet run -c Release --project bench/fetch -- many-hosts [URLS]     the same when each URL has a host of its own
      dotnet run -c Release --project bench/fetch -- accounting [URLS]     10,000 URLs of hosts that answer, dawdle, fail and throttle
    """;

if (args is [] or ["--help"] or ["-h"])
{
    Console.WriteLine(Help);
    return 0;
}

int number = 0;
if (args.Length > 2 || (args.Length == 2 && (!int.TryParse(args[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out number) || number < 1)))
{
    Console.Error.WriteLine($"'{string.Join(' ', args)}' is not one of the runs.\n{Help}");
    return 2;
}

int Or(int usual) => number == 0 ? usual : number;
return args[0] switch
{
    "bad-host" => await BadHost.Run(Or(7)),
    "million" => await Million.Run(Or(1_000_000)),
    "blocked" => await Million.RunBlocked(Or(1_000_000)),
    "many-hosts" => await Million.RunManyHosts(Or(1_000_000)),
    "accounting" => await Accounting.Run(Or(10_000)),
    _ => Unknown(args[0]),
};

static int Unknown(string name)
{
    Console.Error.WriteLine($"There is no run '{name}'.\n{Help}");
    return 2;
}
