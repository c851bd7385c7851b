namespace Simmer;

/// <summary>A length of time: seconds as a <see cref="double"/>, as in asyncio, or a <see cref="TimeSpan"/>.</summary>
/// <remarks>
/// Both convert to it, so every method that takes a delay takes either. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>
/// is infinite, as everywhere in .NET.
/// </remarks>
/// <example><code>
/// await Asyncio.Sleep(0.5);
/// await Asyncio.Sleep(TimeSpan.FromMilliseconds(500));
/// </code></example>
public readonly record struct Delay
{
    /// <summary>Makes a delay of a number of seconds.</summary>
    /// <param name="seconds">The seconds; zero or less means no waiting, infinity for ever.</param>
    public Delay(double seconds) => Seconds = seconds;

    /// <summary>The delay in seconds.</summary>
    public double Seconds { get; }

    /// <summary>A delay of a number of seconds.</summary>
    /// <param name="seconds">The seconds.</param>
    public static implicit operator Delay(double seconds) => new(seconds);

    /// <summary>A delay of a time span.</summary>
    /// <param name="span">The time span.</param>
    public static implicit operator Delay(TimeSpan span) => FromTimeSpan(span);

    /// <summary>A delay of a time span.</summary>
    /// <param name="span">The time span; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>The delay.</returns>
    public static Delay FromTimeSpan(TimeSpan span) =>
        new(span == System.Threading.Timeout.InfiniteTimeSpan ? double.PositiveInfinity : span.TotalSeconds);

    /// <summary>A delay of a number of seconds.</summary>
    /// <param name="seconds">The seconds.</param>
    /// <returns>The delay.</returns>
    public static Delay FromDouble(double seconds) => new(seconds);

    /// <summary>The seconds, or an error if they are not a number.</summary>
    internal double Checked() =>
        double.IsNaN(Seconds)
            ? throw new ArgumentException("Invalid delay: NaN (not a number).")
            : Seconds;
}
