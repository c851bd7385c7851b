using System.Text;

namespace Simmer.Fuzz;

/// <summary>A program or a part of one: an operation, its words and its parts, as <c>(sleep 1)</c> or <c>(lock 0 (do (log)))</c>.</summary>
/// <param name="op">What it does.</param>
/// <param name="words">Names, numbers and choices.</param>
/// <param name="kids">Blocks and awaitables inside.</param>
internal sealed class Node(string op, string[] words, params Node[] kids)
{
    internal string Op { get; } = op;

    internal string[] Words { get; } = words;

    internal Node[] Kids { get; } = kids;

    /// <summary>What stands before its lines in the trace: its place in the program.</summary>
    internal int Id { get; private set; }

    /// <summary>Whether what it refers to encloses it. What does not does nothing but log.</summary>
    internal bool InScope { get; private set; } = true;

    internal string this[int index] => Words[index];

    /// <summary>Numbers the nodes and finds out what is in scope.</summary>
    internal Node Resolve()
    {
        int next = 0;
        Resolve(ref next, [], []);
        return this;
    }

    private void Resolve(ref int next, HashSet<string> labels, HashSet<string> held)
    {
        Id = next++;
        InScope = Op switch
        {
            "spawn" => labels.Contains(Words[1]),
            "resched" or "tgcancel" => labels.Contains(Words[0]),
            "cwait" or "cwaitfor" => held.Contains(Words[0]),
            _ => true,
        };
        if (Op is "spawn" or "coro" or "soon" or "later" or "ondone")
        {
            held = [];
        }
        else if (Op is "group" or "timeout")
        {
            labels = [.. labels, Words[0]];
        }
        else if (Op == "cond")
        {
            held = [.. held, Words[0]];
        }

        foreach (Node kid in Kids)
        {
            kid.Resolve(ref next, labels, held);
        }
    }

    internal int Count => 1 + Kids.Sum(static kid => kid.Count);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    internal static Node Parse(string text)
    {
        int at = 0;
        return Parse(text, ref at).Resolve();
    }

    private void Write(StringBuilder text)
    {
        text.Append('(').Append(Op);
        foreach (string word in Words)
        {
            text.Append(' ').Append(word);
        }

        foreach (Node kid in Kids)
        {
            text.Append(' ');
            kid.Write(text);
        }

        text.Append(')');
    }

    private static Node Parse(string text, ref int at)
    {
        at++;
        string op = Word(text, ref at);
        var words = new List<string>();
        var kids = new List<Node>();
        while (text[at] != ')')
        {
            if (text[at] == ' ')
            {
                at++;
            }
            else if (text[at] == '(')
            {
                kids.Add(Parse(text, ref at));
            }
            else
            {
                words.Add(Word(text, ref at));
            }
        }

        at++;
        return new Node(op, [.. words], [.. kids]);
    }

    private static string Word(string text, ref int at)
    {
        int from = at;
        while (text[at] is not (' ' or '(' or ')'))
        {
            at++;
        }

        return text[from..at];
    }
}
