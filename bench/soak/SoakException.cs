namespace Simmer.Soak;

/// <summary>A promise was broken. No episode expects it.</summary>
internal sealed class SoakException(string message) : Exception(message)
{
    internal static void Require(bool isKept, string promise)
    {
        if (!isKept)
        {
            throw new SoakException($"broken: {promise}");
        }
    }
}
