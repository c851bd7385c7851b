using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers;

/// <summary>Writes a delay as <c>Sleep</c> takes it.</summary>
internal static class Milliseconds
{
    /// <summary>A number of milliseconds as seconds, -1 as for ever, or a <c>TimeSpan</c> as it stands.</summary>
    internal static string ToSeconds(IOperation value) => value switch
    {
        { Type.SpecialType: not SpecialType.System_Int32 } => value.Syntax.ToString(),
        { ConstantValue: { HasValue: true, Value: Timeout.Infinite } } => "double.PositiveInfinity",
        { ConstantValue: { HasValue: true, Value: int milliseconds } } => (milliseconds / 1000.0).ToString(CultureInfo.InvariantCulture),
        _ => $"TimeSpan.FromMilliseconds({value.Syntax})",
    };
}
