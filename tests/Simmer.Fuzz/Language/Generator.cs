namespace Simmer.Fuzz;

/// <summary>Makes random programs. The same seed makes the same program.</summary>
/// <remarks>
/// A task awaits only tasks whose number is greater than its own, so that no two wait for each other: cancelling one of those
/// is an endless recursion in CPython. Times are multiples of a quarter, so that sums of them are exact.
/// </remarks>
internal sealed class Generator
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

    private Generator(int seed) => _random = new Random(seed);

    internal static Node Program(int seed)
    {
        var generator = new Generator(seed);
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

    private string Delay() => Pick("0", "0", "0.25", "0.5", "1", "1", "1", "2", "2", "3");

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
        bool waits = statement.Op is "await" or "wait" or "acq" or "sacq" or "ewait" or "get" or "put" or "qjoin" or "cwait" or "cwaitfor";
        bool fails = statement.Op is "rel" or "srel" or "putnow" or "getnow" or "notify" or "qdone" or "fset" or "fexc" or "raise" or "group" or "timeout";
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
            < 89 => Within("timeout", _timeouts, [$"s{_labels++}", Limit()], depth, container),
            < 93 => Within("group", _groups, [$"g{_labels++}"], depth, container),
            < 94 => new Node("lock", ["0"], Block(depth + 1, container)),
            < 95 => new Node("sem", [Number(2)], Block(depth + 1, container)),
            < 97 => Within("cond", _held, [Number(2)], depth, container),
            < 99 => Chance(50)
                ? new Node("soon", [$"h{_labels++}"], Callback(depth))
                : new Node("later", [$"h{_labels++}", Delay()], Callback(depth)),
            _ => new Node("ondone", [Later], Callback(depth)),
        };
    }

    private string WaitLimit() => Chance(50) ? "None" : Delay();

    private string[] References(int container)
    {
        var references = new string[_random.Next(1, 4)];
        for (int i = 0; i < references.Length; i++)
        {
            references[i] = Reference(container);
        }

        return references;
    }

    /// <summary>A task or future to wait for; <c>@3</c> is one with a number above 3, named once all are known.</summary>
    private string Reference(int container) => Chance(20) ? Future() : $"{Later}{container}";

    /// <summary>What neither awaits nor nests, but for the waits of locks, events and queues.</summary>
    private Node Plain() => _random.Next(24) switch
    {
        0 or 1 => new Node("log", []),
        2 => new Node("state", [Later]),
        3 => new Node("acq", ["1"]),
        4 => new Node("rel", ["1"]),
        5 => new Node("sacq", [Number(2)]),
        6 => new Node("srel", [Number(2)]),
        7 => new Node("ewait", [Number(2)]),
        8 or 9 => _held.TryPeek(out string? held) && Chance(80)
            ? Chance(70) ? new Node("cwait", [held]) : new Node("cwaitfor", [held, Pick("1", "2")])
            : new Node("put", [Number(4), Item()]),
        10 => new Node("put", [Number(4), Item()]),
        11 or 12 => new Node("get", [Number(4)]),
        13 => new Node("qjoin", [Number(4)]),
        14 => _timeouts.TryPeek(out string? label) ? new Node("resched", [label, Limit()]) : new Node("tasks", []),
        15 => new Node("ctxset", [Value()]),
        16 => new Node("ctxget", []),
        _ => Immediate(),
    };

    /// <summary>What a callback may do too.</summary>
    private Node Immediate() => _random.Next(15) switch
    {
        0 => new Node("log", []),
        1 or 2 => new Node("fset", [Future(), Value()]),
        3 => new Node("fexc", [Future(), $"u{_values++}"]),
        4 or 5 => new Node("eset", [Number(2)]),
        6 => new Node("eclear", [Number(2)]),
        7 => new Node("putnow", [Number(4), Item()]),
        8 => new Node("getnow", [Number(4)]),
        9 => new Node("qdone", [Number(4)]),
        10 => Chance(20) ? new Node("qshut", [Number(4), Pick("0", "1")]) : new Node("inc", [Number(2)]),
        11 or 12 => new Node("notify", [Number(2), Pick("1", "2", "all")]),
        13 => new Node("hcancel", [$"h{_random.Next(_labels + 1)}"]),
        _ => new Node("cancel", [Later, Message()]),
    };

    private string Item() => (++_values).ToString();

    private Node Callback(int depth)
    {
        var statements = new Node[_random.Next(1, 4)];
        for (int i = 0; i < statements.Length; i++)
        {
            _budget--;
            statements[i] = _random.Next(10) switch
            {
                < 4 => new Node("cancel", [Chance(15) ? Future() : Later, Message()]),
                4 when depth < 5 && _budget > 2 => Spawn(depth),
                5 => Chance(30) ? new Node("raise", ["ValueError", $"u{_values++}"]) : new Node("ctxget", []),
                6 => new Node("fset", [Future(), Value()]),
                _ => Immediate(),
            };
        }

        return new Node("do", [], statements);
    }

    private Node Spawn(int depth)
    {
        string group = _groups.Count > 0 && Chance(75) ? _groups.ElementAt(_random.Next(_groups.Count)) : "-";
        (string name, Node body) = NewCoroutine(depth);
        return new Node("spawn", [name, group], body);
    }

    private (string Name, Node Body) NewCoroutine(int depth)
    {
        int number = ++_tasks;
        string[] held = [.. _held];
        _held.Clear();
        Node body = Block(depth + 1, number);
        foreach (string label in held.Reverse())
        {
            _held.Push(label);
        }

        if (Chance(40))
        {
            body = new Node("do", [], [.. body.Kids, new Node("ret", [Value()])]);
        }

        return ($"t{number}", body);
    }

    private Node Named(int depth)
    {
        int number = ++_tasks;
        return new Node("let", [$"t{number}"], Awaitable(depth + 1, number));
    }

    private Node Try(int depth, int container)
    {
        Node body = Block(depth + 1, container);
        string kind = Pick("cancelled", "cancelled", "error", "any", "none");
        Node handler = kind == "none" || Chance(30) ? new Node("do", []) : Block(depth + 1, container);
        Node last = kind != "none" && Chance(60) ? new Node("do", []) : WithoutReturn(Block(depth + 1, container));
        return new Node("try", [kind, Pick("swallow", "raise")], body, handler, last);
    }

    // A return in a finally block drops the error that passes through; C# does not have it.
    private static Node WithoutReturn(Node node) => node.Op is "spawn" or "coro"
        ? node
        : new Node(
            node.Op,
            node.Words,
            [.. node.Kids.Select(static kid => kid.Op == "ret" ? new Node("log", []) : WithoutReturn(kid))]);

    private Node Within(string op, Stack<string> labels, string[] words, int depth, int container)
    {
        labels.Push(words[0]);
        Node body = Block(depth + 1, container);
        labels.Pop();
        return new Node(op, words, body);
    }

    private Node Awaitable(int depth, int container)
    {
        _budget--;
        bool nests = depth < 5 && _budget > 2;
        switch (_random.Next(nests ? 20 : 9))
        {
            case < 5:
                return new Node("ref", [Reference(container)]);
            case < 7:
                return new Node("sl", [Delay(), Value()]);
            case 7:
                return new Node("ew", [Number(2)]);
            case 8:
                return new Node("qg", [Number(4)]);
            case < 11:
                (string name, Node body) = NewCoroutine(depth);
                return new Node("coro", [name], body);
            case < 15:
                var children = new Node[_random.Next(1, 4)];
                for (int i = 0; i < children.Length; i++)
                {
                    children[i] = Awaitable(depth + 1, container);
                }

                return new Node("gather", [Pick("0", "0", "1")], children);
            case < 18:
                return new Node("wf", [Limit()], Awaitable(depth + 1, container));
            default:
                return new Node("shield", [], Awaitable(depth + 1, container));
        }
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
