namespace Simmer.Cli.Output;

/// <summary>How long things took, for percentiles: counts in steps of 2 %, so any number of values takes the same few kilobytes.</summary>
internal sealed class Distribution
{
    private const double Smallest = 1e-5;
    private static readonly double s_logStep = Math.Log(1.02);
    private readonly long[] _counts = new long[1 + (int)Math.Ceiling(Math.Log(1e6 / Smallest) / s_logStep)];

    internal long Count { get; private set; }

    internal double Longest { get; private set; }

    internal void Add(double seconds)
    {
        int step = seconds <= Smallest ? 0 : (int)Math.Ceiling(Math.Log(seconds / Smallest) / s_logStep);
        _counts[Math.Min(step, _counts.Length - 1)]++;
        Count++;
        Longest = Math.Max(Longest, seconds);
    }

    /// <summary>The value that the share of the values given does not exceed; at most 2 % too high.</summary>
    internal double Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long passed = 0;
        for (int step = 0; step < _counts.Length; step++)
        {
            passed += _counts[step];
            if (passed >= rank)
            {
                return Math.Min(Longest, Smallest * Math.Exp(step * s_logStep));
            }
        }

        return Longest;
    }
}
