using System.Text;

namespace Simmer.Fuzz;

/// <summary>Tells of a difference: the program in both languages, and the traces side by side.</summary>
internal static class Report
{
    internal static string Difference(Node program, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var text = new StringBuilder();
        text.AppendLine(program.ToString()).AppendLine();
        text.AppendLine("# Python").AppendLine(PythonPrinter.Print(program));
        text.AppendLine("// C#").AppendLine(CSharpPrinter.Print(program));
        int width = Math.Max(24, expected.DefaultIfEmpty("").Max(static line => line.Length) + 2);
        text.AppendLine($"  {"CPython".PadRight(width)}Simmer");
        for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            string left = i < expected.Count ? expected[i] : "";
            string right = i < actual.Count ? actual[i] : "";
            text.AppendLine($"{(left == right ? ' ' : '!')} {left.PadRight(width)}{right}");
        }

        return text.ToString();
    }
}
