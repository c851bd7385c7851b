using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Settings that must be above zero, checked where they are set.</summary>
internal static class Positive
{
    /// <param name="value">The value.</param>
    /// <param name="name">The setting's name, for the error.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    internal static int Checked(int value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
