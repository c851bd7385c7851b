namespace Simmer.Fuzz;

/// <summary>Makes a program smaller, as long as it keeps what makes it interesting.</summary>
internal static class Shrinker
{
    internal static Node Shrink(Node program, Func<Node, bool> isInteresting)
    {
        bool smaller = true;
        while (smaller)
        {
            smaller = false;
            foreach (Node candidate in Candidates(program))
            {
                if (candidate.Kids is [{ Op: "do" }] && !ReturnsInFinally(candidate) && isInteresting(candidate.Resolve()))
                {
                    program = candidate;
                    smaller = true;
                    break;
                }
            }
        }

        return program.Resolve();
    }

    // Python has it, C# does not.
    private static bool ReturnsInFinally(Node node) =>
        (node.Op == "try" && Returns(node.Kids[2])) || node.Kids.Any(ReturnsInFinally);

    private static bool Returns(Node node) => node.Op == "ret" || (node.Op is not ("spawn" or "coro") && node.Kids.Any(Returns));

    // The greatest cuts first.
    private static IEnumerable<Node> Candidates(Node node)
    {
        if (node.Op == "do")
        {
            for (int length = node.Kids.Length; length > 0; length /= 2)
            {
                for (int from = 0; from + length <= node.Kids.Length; from += length)
                {
                    yield return With(node, [.. node.Kids[..from], .. node.Kids[(from + length)..]]);
                }
            }

            for (int i = 0; i < node.Kids.Length; i++)
            {
                // A block in place of the statement that holds it.
                foreach (Node inner in node.Kids[i].Kids.Where(static kid => kid.Op == "do"))
                {
                    yield return With(node, [.. node.Kids[..i], .. inner.Kids, .. node.Kids[(i + 1)..]]);
                }
            }
        }
        else if (node.Op is "gather" or "wf" or "shield")
        {
            foreach (Node kid in node.Kids)
            {
                yield return kid;
            }

            for (int i = 0; i < node.Kids.Length && node.Kids.Length > 1; i++)
            {
                yield return With(node, [.. node.Kids[..i], .. node.Kids[(i + 1)..]]);
            }
        }
        else if (node.Op is "wait" or "ascomp")
        {
            for (int i = 2; i < node.Words.Length && node.Words.Length > 3; i++)
            {
                yield return new Node(node.Op, [.. node.Words[..i], .. node.Words[(i + 1)..]], node.Kids);
            }
        }
        else if (node.Op == "program" && node[0] == "eager")
        {
            yield return new Node(node.Op, ["lazy"], node.Kids);
        }
        else if (node.Op == "sleep" && node[0] is not ("0" or "1"))
        {
            yield return new Node(node.Op, ["0"]);
            yield return new Node(node.Op, ["1"]);
        }
        else if (node.Op == "cancel" && node[1] != "-")
        {
            yield return new Node(node.Op, [node[0], "-"]);
        }

        for (int i = 0; i < node.Kids.Length; i++)
        {
            foreach (Node smaller in Candidates(node.Kids[i]))
            {
                Node[] kids = [.. node.Kids];
                kids[i] = smaller;
                yield return With(node, kids);
            }
        }
    }

    private static Node With(Node node, Node[] kids) => new(node.Op, node.Words, kids);
}
