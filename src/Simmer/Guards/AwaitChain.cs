using System.Globalization;
using System.Text;

namespace Simmer;

/// <summary>The coroutines that wait for a frame, innermost first, with the lines of their awaits.</summary>
internal static class AwaitChain
{
    /// <summary>A chain can be as deep as a recursion; nobody reads more than this of it.</summary>
    private const int Limit = 20;

    internal static List<UserCall> Of(Frame leaf)
    {
        var calls = new List<UserCall>();
        for (Frame? frame = leaf.Link as Frame; frame is not null && calls.Count < Limit; frame = frame.Link as Frame)
        {
            SourceLine? line = SourceLines.Of(frame);
            calls.Add(new UserCall(MethodNames.Of(frame.MachineType), line?.File, line?.Line ?? 0));
        }

        return calls;
    }

    internal static string Format(List<UserCall> chain)
    {
        var text = new StringBuilder();
        foreach (UserCall call in chain)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    awaited in {call}");
        }

        return text.ToString().TrimEnd();
    }
}
