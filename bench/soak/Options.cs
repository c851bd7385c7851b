using System.Globalization;

namespace Simmer.Soak;

/// <summary>What the command line asks for.</summary>
/// <param name="Minutes">How long to go on.</param>
/// <param name="Seed">What every choice comes from; the order of events is the system's.</param>
/// <param name="Reactors">The reactors, which take turns.</param>
/// <param name="Workers">How many episodes run at a time.</param>
/// <param name="ShowsPlaces">Whether to say where a buffer that is left was rented.</param>
internal sealed record Options(double Minutes, int Seed, IReadOnlyList<string> Reactors, int Workers, bool ShowsPlaces)
{
    internal const string Usage =
        """
        Opens, cancels, times out, resets and closes connections, datagrams and processes at random, and looks for what is left.

          dotnet run -c Release --project bench/soak [-- OPTIONS]

          --minutes N                      how long (60)
          --seed S                         what the choices come from (the time)
          --reactor epoll|portable|both    which reactors, by turns (both)
          --workers N                      how many episodes at a time (32)
          --places                         say where each buffer that is left was rented; slow

        Prints a line every 10 seconds and a verdict. The exit code is 1 if anything went wrong or was left, 2 for a wrong option.
        """;

    internal static Options Parse(string[] arguments)
    {
        var options = new Options(60, Environment.TickCount & 0xFFFF, ["epoll", "portable"], 32, false);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--places")
            {
                options = options with { ShowsPlaces = true };
                continue;
            }

            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            options = arguments[i++] switch
            {
                "--minutes" when double.TryParse(value, CultureInfo.InvariantCulture, out double minutes) && minutes > 0 => options with { Minutes = minutes },
                "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out int seed) => options with { Seed = seed },
                "--workers" when int.TryParse(value, CultureInfo.InvariantCulture, out int workers) && workers > 0 => options with { Workers = workers },
                "--reactor" when value is "both" => options,
                "--reactor" when value is "epoll" or "portable" => options with { Reactors = [value] },
                var unknown => throw new ArgumentException($"'{unknown} {value}' is no option."),
            };
        }

        return options;
    }
}
