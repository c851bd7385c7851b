using System.Globalization;
using System.Text;

namespace Simmer.Cli.Tests.Support;

/// <summary>A terminal as far as the tool uses one: what is written to it ends up on its screen as on a real one.</summary>
internal sealed class Terminal(int width) : TextWriter
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;
    private string _code = "";

    public override Encoding Encoding => Encoding.UTF8;

    internal bool ShowsCursor { get; private set; } = true;

    /// <summary>What is on the screen and above it, without the empty end.</summary>
    internal string[] Rows => [.. _rows.Select(row => row.ToString().TrimEnd()).Reverse().SkipWhile(row => row.Length == 0).Reverse()];

    public override void Write(char value)
    {
        if (_code.Length > 0)
        {
            _code += value;
            if (char.IsAsciiLetter(value))
            {
                Obey(_code);
                _code = "";
            }
        }
        else if (value == '\u001b')
        {
            _code = "\u001b";
        }
        else if (value is '\r' or '\n')
        {
            MoveTo(_row + (value == '\n' ? 1 : 0), 0);
        }
        else
        {
            Put(value);
        }
    }

    private void Put(char value)
    {
        if (_column == width)
        {
            MoveTo(_row + 1, 0);
        }

        StringBuilder row = _rows[_row];
        row.Append(' ', Math.Max(0, _column + 1 - row.Length));
        row[_column++] = value;
    }

    private void MoveTo(int row, int column)
    {
        _row = row;
        _column = column;
        while (_rows.Count <= row)
        {
            _rows.Add(new());
        }
    }

    private void Obey(string code)
    {
        switch (code[^1])
        {
            case 'A':
                MoveTo(_row - int.Parse(code[2..^1], CultureInfo.InvariantCulture), _column);
                break;
            case 'K':
                _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                break;
            case 'J':
                _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case 'm':
                // Colours take no room.
                break;
            default:
                Assert.Contains(code, (string[])["\u001b[?25l", "\u001b[?25h"]);
                ShowsCursor = code[^1] == 'h';
                break;
        }
    }
}
