using System.Globalization;

namespace Simmer;

/// <summary>Whether an idle loop looks for news for a moment before it sleeps: where it was asked to, and that has paid.</summary>
/// <remarks>
/// To sleep and be woken takes the system longer than many a peer takes to answer. A look that found nothing is left out at
/// the next waits, each time at twice as many; so a loop whose news are rare, or whose peer needs the very processor that it spins on,
/// gives away next to nothing.
/// </remarks>
internal struct SpinPlan(long nanoseconds)
{
    private const string Variable = "SIMMER_SPIN_MICROSECONDS";
    private const int MostMicroseconds = 10_000;
    private const int MostLeftOut = 1024;
    private int _leftOut;
    private int _toLeaveOut;

    /// <summary>How long to look at most.</summary>
    internal readonly long Nanoseconds => nanoseconds;

    /// <summary>What the environment asks for; not to look unless it does.</summary>
    internal static SpinPlan FromEnvironment() => new(Parse(Environment.GetEnvironmentVariable(Variable)) * 1000L);

    /// <summary>A wait begins: whether to look first.</summary>
    internal bool Begin()
    {
        if (nanoseconds == 0)
        {
            return false;
        }

        if (_toLeaveOut > 0)
        {
            _toLeaveOut--;
            return false;
        }

        return true;
    }

    /// <summary>The look is over.</summary>
    internal void End(bool hasPaid)
    {
        _leftOut = hasPaid ? _leftOut / 2 : Math.Clamp(_leftOut * 2, 1, MostLeftOut);
        _toLeaveOut = hasPaid ? 0 : _leftOut;
    }

    internal static int Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int microseconds) && microseconds <= MostMicroseconds
            ? microseconds
            : throw new InvalidOperationException(
                $"The environment variable {Variable} is '{text}'. Set it to a whole number from 0, for never, to {MostMicroseconds}, or unset it.");
    }
}
