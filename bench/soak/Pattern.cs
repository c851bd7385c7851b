namespace Simmer.Soak;

/// <summary>Bytes that are known by their place, so that one lost, doubled or out of place shows.</summary>
internal static class Pattern
{
    /// <summary>Prime, so that it does not go evenly into any buffer.</summary>
    private const int Period = 65_521;
    private static readonly byte[] s_bytes = Make(2 * Period);

    /// <summary>Up to <see cref="Period"/> bytes from a place on.</summary>
    internal static ReadOnlyMemory<byte> At(long place, int count) => s_bytes.AsMemory((int)(place % Period), Math.Min(count, Period));

    /// <summary>Any number of bytes from the beginning.</summary>
    internal static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count;)
        {
            ReadOnlySpan<byte> next = At(done, count - done).Span;
            next.CopyTo(bytes.AsSpan(done));
            done += next.Length;
        }

        return bytes;
    }

    internal static void Check(ReadOnlySpan<byte> bytes, long place, string what)
    {
        for (int done = 0; done < bytes.Length;)
        {
            ReadOnlySpan<byte> expected = At(place + done, bytes.Length - done).Span;
            SoakException.Require(bytes.Slice(done, expected.Length).SequenceEqual(expected), $"{what}: the bytes at {place + done} are others");
            done += expected.Length;
        }
    }

    private static byte[] Make(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes.AsSpan(0, Period));
        bytes.AsSpan(0, Period).CopyTo(bytes.AsSpan(Period));
        return bytes;
    }
}
