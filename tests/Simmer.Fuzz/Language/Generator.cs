namespace Simmer.Fuzz;

/// <summary>Makes random programs. The same seed makes the same program.</summary>
/// <remarks>
/// A task awaits only tasks whose number is greater than its own, so that no two wait for each other: cancelling one of those
/// is an endless recursion in CPython. Times are multiples of a quarter, so that sums of them are exact.
/// </remarks>
internal sealed partial class Generator
{
    private const string Later = "@";
    private readonly Random _random;
    private readonly Stack<string> _groups = [];
    private readonly Stack<string> _timeouts = [];
    private readonly Stack<string> _held = [];
    private int _tasks;
    private int _labels;
    private int _values;
    private int _budget;

    private readonly Version _python;

    private Generator(int seed, Version python)
    {
        _random = new Random(seed);
        _python = python;
    }

    /// <summary>The newest Python whose names the programs use.</summary>
    internal static Version Newest { get; } = new(3, 15);

    internal static Node Program(int seed) => Program(seed, Newest);

    /// <summary>A program without what came after that Python.</summary>
    internal static Node Program(int seed, Version python)
    {
        var generator = new Generator(seed, python);
        generator._budget = generator._random.Next(8, 60);
        string mode = generator.Chance(15) ? "eager" : "lazy";
        Node body = generator.Block(0, 0);
        while (generator._budget > 4)
        {
            body = new Node("do", [], [.. body.Kids, .. generator.Block(0, 0).Kids]);
        }

        return generator.Fill(new Node("program", [mode], body), 0).Resolve();
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];

    private string Delay() => Pick("-1", "0", "0", "0.25", "0.5", "1", "1", "1", "2", "2", "3");

    private string Limit() => Pick("None", "0", "-1", "0.25", "0.5", "1", "1", "1", "2", "2", "3");

    private string Value() => $"v{_values++}";

    private string Message() => Chance(50) ? $"m{_values++}" : "-";

    private string Number(int below) => _random.Next(below).ToString();

    /// <summary>Whom to cancel: anybody, named once all names are known.</summary>
    private string Anybody() => Chance(12) ? "self" : Chance(15) ? Future() : Later;

    private string Future() => $"f{_random.Next(3)}";

    private Node Block(int depth, int container)
    {
        int count = _random.Next(1, depth == 0 ? 9 : 5);
        var statements = new List<Node>();
        for (int i = 0; i < count && (_budget > 0 || i == 0); i++)
        {
            Node statement = Statement(depth, container);
            statements.Add(depth < 2 && Chance(60) ? Guarded(statement) : statement);
        }

        return new Node("do", [], [.. statements]);
    }

    /// <summary>What could fail or never end, so that it ends neither the task nor the program.</summary>
    private Node Guarded(Node statement)
    {
        bool waits = statement.Op is "await" or "wait" or "acq" or "sacq" or "ewait" or "get" or "put" or "qjoin" or "cwait" or "cwaitfor"
            or "bwait" or "barrier";
        bool fails = statement.Op is "rel" or "srel" or "putnow" or "getnow" or "notify" or "qdone" or "fset" or "fexc" or "raise" or "group"
            or "timeout" or "result" or "error";
        if (!waits && !fails)
        {
            return statement;
        }

        var body = new Node("do", [], statement);
        return new Node(
            "try",
            [Pick("error", "error", "any"), "swallow"],
            waits ? new Node("do", [], new Node("timeout", [$"s{_labels++}", Pick("0.5", "1", "2", "3")], body)) : body,
            new Node("do", []),
            new Node("do", []));
    }

    private Node Statement(int depth, int container)
    {
        _budget--;
        bool nests = depth < 5 && _budget > 2;
        int choice = _random.Next(nests ? 100 : 62);
        return choice switch
        {
            < 12 => new Node("sleep", [Delay()]),
            < 15 => new Node("yield", [Pick("1", "2", "3")]),
            < 24 => new Node("cancel", [Anybody(), Message()]),
            < 26 => new Node("uncancel", [Chance(60) ? "self" : Later]),
            < 28 => new Node("cancelling", [Chance(60) ? "self" : Later]),
            < 40 => new Node("await", [], Awaitable(depth, container)),
            < 43 => new Node("wait", [Pick("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"), WaitLimit(), .. References(container)]),
            < 45 => new Node("ascomp", [Pick("plain", "async"), WaitLimit(), .. References(container)]),
            < 46 => Chance(70) ? new Node("raise", [Pick("ValueError", "KeyError", "CancelledError"), $"u{_values++}"]) : new Node("ret", [Value()]),
            < 62 => Plain(),
            < 76 => Spawn(depth),
            < 78 => Named(depth),
            < 85 => Try(depth, container),
            < 88 => Within("timeout", _timeouts, [$"s{_labels++}", Limit(), Pick("in", "in", "at")], depth, container),
            < 92 => Within("group", _groups, [$"g{_labels++}"], depth, container),
            < 93 => new Node("barrier", [Number(2)], Block(depth + 1, container)),
            < 94 => new Node("lock", ["0"], Block(depth + 1, container)),
            < 95 => new Node("sem", [Number(3)], Block(depth + 1, container)),
            < 97 => Within("cond", _held, [Number(2)], depth, container),
            < 99 => Chance(50)
                ? new Node("soon", [$"h{_labels++}"], Callback(depth))
                : new Node("later", [$"h{_labels++}", Delay()], Callback(depth)),
            _ => new Node("ondone", [Later, $"h{_labels++}"], Callback(depth)),
        };
    }

    /// <summary>Names what was left open.</summary>
    private Node Fill(Node node, int container)
    {
        int inside = node.Op is "spawn" or "coro" or "let" ? int.Parse(node[0][1..]) : container;
        string[] words = Array.ConvertAll(node.Words, word => Name(word, node.Op, inside));
        return new Node(node.Op, words, Array.ConvertAll(node.Kids, kid => Fill(kid, inside)));
    }

    private string Name(string word, string op, int container)
    {
        if (!word.StartsWith(Later, StringComparison.Ordinal))
        {
            return word;
        }

        // The number of the container may have grown since: a `let` in between counts.
        int above = word.Length > 1 ? Math.Max(container, int.Parse(word[1..])) : 0;
        if (above >= _tasks)
        {
            return Future();
        }

        int near = Math.Min(_tasks, above + 4);
        return $"t{(Chance(70) ? _random.Next(above + 1, near + 1) : _random.Next(above + 1, _tasks + 1))}";
    }
}
