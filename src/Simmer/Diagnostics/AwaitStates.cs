using System.Buffers.Binary;

namespace Simmer;

/// <summary>Reads from the code of a MoveNext which state it sets before it suspends.</summary>
/// <remarks>
/// The compiler numbers every await of a method, but leaves those that cannot be reached out of the code, and out of the PDB: the n-th
/// await there need not be that of state n.
/// </remarks>
internal static class AwaitStates
{
    private const byte LoadThis = 0x02;
    private const byte StoreFirstLocal = 0x0A;
    private const byte LoadZero = 0x16;
    private const byte LoadEight = 0x1E;
    private const byte LoadByte = 0x1F;
    private const byte LoadInteger = 0x20;
    private const byte Duplicate = 0x25;
    private const byte StoreField = 0x7D;

    /// <summary>The state that is stored by what ends at <paramref name="offset"/>; null if that is no code of the compiler's.</summary>
    internal static int? Before(ReadOnlySpan<byte> code, uint offset)
    {
        // The longest that it may be: this.state = local = number.
        const int Longest = 13;
        if (offset < Longest || offset > code.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> store = code[((int)offset - Longest)..(int)offset];
        return store[6..9] is not [Duplicate, StoreFirstLocal, StoreField] ? null : store[..6] switch
        {
            [.., LoadThis, >= LoadZero and <= LoadEight and var load] => load - LoadZero,
            [.., LoadThis, LoadByte, var number] => (sbyte)number,
            [LoadThis, LoadInteger, ..] => BinaryPrimitives.ReadInt32LittleEndian(store[2..6]),
            _ => null,
        };
    }
}
