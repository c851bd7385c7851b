namespace Simmer.Cli.Fetching;

/// <summary>Arrays of one size that are used again.</summary>
/// <remarks>
/// While a long list is read and fetched, as many come free as are needed. Left to the collector they would pile up in its oldest
/// generation, to half as much again as what is in use. Pinned, they lie where it never copies them.
/// </remarks>
internal sealed class ChunkPool
{
    internal const int Size = 32 * 1024;
    private const int MostKept = 128;

    private readonly Stack<byte[]> _free = new();

    internal byte[] Rent() =>
        _free.TryPop(out byte[]? chunk) ? chunk : GC.AllocateUninitializedArray<byte>(Size, pinned: true);

    /// <param name="chunk">An array of any size; one that is not of the pool's is left to the collector.</param>
    internal void Return(byte[] chunk)
    {
        if (chunk.Length == Size && _free.Count < MostKept)
        {
            _free.Push(chunk);
        }
    }
}
