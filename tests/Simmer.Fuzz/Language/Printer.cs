using System.Text;

namespace Simmer.Fuzz;

/// <summary>Writes lines of a program, indented.</summary>
internal abstract class Printer
{
    private readonly StringBuilder _text = new();
    private int _depth;

    protected void Line(string line) => _text.Append(' ', 4 * _depth).Append(line).Append('\n');

    protected void Indented(Action inside)
    {
        _depth++;
        inside();
        _depth--;
    }

    public override string ToString() => _text.ToString();
}
