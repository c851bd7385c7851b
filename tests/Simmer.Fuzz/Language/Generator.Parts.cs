namespace Simmer.Fuzz;

/// <content>Statements that hold no block, callbacks, tasks and awaitables.</content>
internal sealed partial class Generator
{
    // TaskGroup.cancel().
    private static readonly Version s_groupCancel = new(3, 15);

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
    private Node Plain() =>
        _held.TryPeek(out string? held) && Chance(40)
            ? Chance(70) ? new Node("cwait", [held]) : new Node("cwaitfor", [held, Pick("1", "2")])
        : _python >= s_groupCancel && _groups.TryPeek(out string? group) && Chance(10) ? new Node("tgcancel", [group])
        : Other();

    private Node Other() => _random.Next(28) switch
    {
        0 or 1 => new Node("log", []),
        2 => new Node("state", [Later]),
        3 => new Node("acq", ["1"]),
        4 => new Node("rel", ["1"]),
        5 => new Node("sacq", [Number(3)]),
        6 => new Node("srel", [Number(3)]),
        7 => new Node("ewait", [Number(2)]),
        8 => new Node("put", [Number(5), Item()]),
        9 or 10 => new Node("get", [Number(5)]),
        11 => new Node("qjoin", [Number(5)]),
        12 => _timeouts.TryPeek(out string? label) ? new Node("resched", [label, Limit()]) : new Node("tasks", []),
        13 => new Node("ctxset", [Value()]),
        14 => new Node("ctxget", []),
        15 or 16 or 17 => new Node("bwait", [Number(2)]),
        18 => Chance(60) ? new Node("breset", [Number(2)]) : Chance(50) ? new Node("babort", [Number(2)]) : new Node("bstate", [Number(2)]),
        _ => Immediate(),
    };

    /// <summary>What a callback may do too.</summary>
    private Node Immediate() => _random.Next(21) switch
    {
        0 => new Node("log", []),
        1 or 2 => new Node("fset", [Future(), Value()]),
        3 => new Node("fexc", [Future(), $"u{_values++}"]),
        4 or 5 => new Node("eset", [Number(2)]),
        6 => new Node("eclear", [Number(2)]),
        7 => new Node("putnow", [Number(5), Item()]),
        8 => new Node("getnow", [Number(5)]),
        9 => new Node("qdone", [Number(5)]),
        10 => Chance(50) ? new Node("qshut", [Number(5), Pick("0", "1")]) : new Node("inc", [Number(2)]),
        11 or 12 => new Node("notify", [Number(2), Pick("1", "2", "all")]),
        13 => new Node("hcancel", [$"h{_random.Next(_labels + 1)}"]),
        14 => new Node("result", [Chance(30) ? Future() : Later]),
        15 => new Node("error", [Chance(30) ? Future() : Later]),
        16 => new Node(Pick("qstate", "lstate", "sstate", "estate"), [Number(2)]),
        17 => new Node("offdone", [$"h{_random.Next(_labels + 1)}"]),
        18 when _python >= s_groupCancel && _groups.TryPeek(out string? group) => new Node("tgcancel", [group]),
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
                7 when depth < 5 && _budget > 2 => new Node("soon", [$"h{_labels++}"], Callback(depth + 1)),
                _ => Immediate(),
            };
        }

        return new Node("do", [], statements);
    }

    private Node Spawn(int depth)
    {
        string group = _groups.Count > 0 && Chance(75) ? _groups.ElementAt(_random.Next(_groups.Count)) : "-";
        (string name, Node body) = NewCoroutine(depth);
        string[] how = Chance(15) ? ["eager", "-"] : Chance(15) ? ["lazy", Number(2)] : [];
        return new Node("spawn", [name, group, .. how], body);
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
        switch (_random.Next(nests ? 22 : 11))
        {
            case < 5:
                return new Node("ref", [Reference(container)]);
            case < 7:
                return new Node("sl", [Delay(), Value()]);
            case 7:
                return new Node("ew", [Number(2)]);
            case 8:
                return new Node("qg", [Number(5)]);
            case 9:
                return new Node("bw", [Number(2)]);
            case 10:
                return Pick("la", "sa", "qp", "qj") switch
                {
                    "la" => new Node("la", ["1"]),
                    "sa" => new Node("sa", [Number(3)]),
                    "qp" => new Node("qp", [Number(5), Item()]),
                    _ => new Node("qj", [Number(5)]),
                };
            case < 13:
                (string name, Node body) = NewCoroutine(depth);
                return new Node("coro", [name], body);
            case < 17:
                var children = new Node[Chance(5) ? 0 : _random.Next(1, 4)];
                for (int i = 0; i < children.Length; i++)
                {
                    children[i] = Awaitable(depth + 1, container);
                }

                return new Node("gather", [Pick("0", "0", "1")], children);
            case < 20:
                return new Node("wf", [Limit()], Awaitable(depth + 1, container));
            default:
                return new Node("shield", [], Awaitable(depth + 1, container));
        }
    }
}
