namespace Simmer;

/// <summary>Hashes of keys that are the same in every process, unlike <see cref="object.GetHashCode"/>.</summary>
internal static class KeyHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a over the UTF-16 code units, low byte first.</summary>
    internal static ulong Of(string key)
    {
        ulong hash = Offset;
        foreach (char unit in key)
        {
            hash = (hash ^ (byte)unit) * Prime;
            hash = (hash ^ (byte)(unit >> 8)) * Prime;
        }

        return Mix(hash);
    }

    internal static ulong Of(long key) => Mix((ulong)key + 0x9E3779B97F4A7C15);

    /// <summary>One of <paramref name="count"/> slots, evenly.</summary>
    internal static int Slot(ulong hash, int count) => (int)Math.BigMul(hash, (ulong)count, out _);

    /// <summary>The slot is taken from the upper bits, to which the last bytes of a short key have not spread.</summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
