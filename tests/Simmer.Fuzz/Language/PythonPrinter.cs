namespace Simmer.Fuzz;

/// <summary>Prints a program as the Python that the oracle runs.</summary>
internal sealed class PythonPrinter : Printer
{
    internal static string Print(Node program)
    {
        var printer = new PythonPrinter();
        printer.Function("main", program.Kids[0]);
        return printer.ToString();
    }

    private void Function(string name, Node block)
    {
        Line($"async def {name}():");
        Indented(() => Block(block));
    }

    private void Block(Node block)
    {
        foreach (Node statement in block.Kids)
        {
            Statement(statement);
        }

        if (block.Kids.Length == 0)
        {
            Line("pass");
        }
    }

    private void Statement(Node node)
    {
        int id = node.Id;
        switch (node.Op)
        {
            case "sleep":
                Line($"await asyncio.sleep({node[0]})");
                Log(id);
                break;
            case "yield":
                Line($"for _ in range({node[0]}):");
                Indented(() => Line("await asyncio.sleep(0)"));
                Log(id);
                break;
            case "spawn":
                Function(node[0], node.Kids[0]);
                string starter = node.InScope ? node[1] : "asyncio.get_running_loop()";
                string how = node.Words.Length < 3 ? "" : node[2] == "eager" ? ", eager_start=True" : $", eager_start=False, context=K[{node[3]}]";
                Line($"T['{node[0]}'] = {starter}.create_task({node[0]}(), name='{node[0]}'{how})");
                Log(id);
                break;
            case "let":
                Line($"T['{node[0]}'] = asyncio.ensure_future({Awaitable(node.Kids[0])})");
                Log(id);
                break;
            case "cancel":
                OnTask(node, "{0}.cancel(" + (node[1] == "-" ? "" : Quoted(node[1])) + ")", tasksOnly: false);
                break;
            case "uncancel":
                OnTask(node, "{0}.uncancel()", tasksOnly: true);
                break;
            case "cancelling":
                OnTask(node, "{0}.cancelling()", tasksOnly: true);
                break;
            case "state":
                Log(id, $"ref('{node[0]}').done()", $"ref('{node[0]}').cancelled()");
                break;
            case "await":
                Log(id, $"await {Awaitable(node.Kids[0])}");
                break;
            case "wait":
                Line($"done, pending = await asyncio.wait([{References(node)}], timeout={node[1]}, return_when=asyncio.{node[0]})");
                Log(id, "names(done)", "names(pending)");
                break;
            case "ascomp":
                AsCompleted(node);
                break;
            case "raise":
                Line($"raise {(node[0] == "CancelledError" ? "asyncio." : "")}{node[0]}('{node[1]}')");
                break;
            case "ret":
                Line($"return '{node[0]}'");
                break;
            case "try":
                Try(node);
                break;
            case "timeout":
                Line(node.Words.Length > 2 && node[2] == "at"
                    ? $"async with asyncio.timeout_at({When(node[1])}) as {node[0]}:"
                    : $"async with asyncio.timeout({node[1]}) as {node[0]}:");
                Indented(() => Block(node.Kids[0]));
                Log(id, $"{node[0]}.expired()");
                break;
            case "group":
                With($"asyncio.TaskGroup() as {node[0]}", node);
                break;
            case "barrier":
                Line($"async with B[{node[0]}] as p:");
                Indented(() =>
                {
                    Log(id, "p");
                    Block(node.Kids[0]);
                });
                Log(id);
                break;
            case "lock":
                With($"L[{node[0]}]", node);
                break;
            case "sem":
                With($"S[{node[0]}]", node);
                break;
            case "cond":
                With($"C[{node[0]}]", node);
                break;
            case "soon":
                Callback(node, $"asyncio.get_running_loop().call_soon(cb{id})", $"H['{node[0]}'] = ");
                break;
            case "later":
                Callback(node, $"asyncio.get_running_loop().call_later({node[1]}, cb{id})", $"H['{node[0]}'] = ");
                break;
            case "ondone":
                Callback(node, $"ref('{node[0]}').add_done_callback(cb{id})", "");
                Line($"D['{node.Words[^1]}'] = ref('{node[0]}'), cb{id}");
                break;
            default:
                Simple(node);
                break;
        }
    }

    private void Simple(Node node)
    {
        string? step = node.Op switch
        {
            "log" => null,
            "tasks" => "+len(asyncio.all_tasks())",
            "resched" when node.InScope => $"{node[0]}.reschedule({When(node[1])})",
            "acq" => $"+await L[{node[0]}].acquire()",
            "rel" => $"L[{node[0]}].release()",
            "sacq" => $"+await S[{node[0]}].acquire()",
            "srel" => $"S[{node[0]}].release()",
            "eset" => $"E[{node[0]}].set()",
            "eclear" => $"E[{node[0]}].clear()",
            "ewait" => $"+await E[{node[0]}].wait()",
            "cwait" when node.InScope => $"+await C[{node[0]}].wait()",
            "cwaitfor" when node.InScope => $"+await C[{node[0]}].wait_for(lambda: V[{node[0]}] >= {node[1]})",
            "inc" => $"V[{node[0]}] += 1",
            "notify" => node[1] == "all" ? $"C[{node[0]}].notify_all()" : $"C[{node[0]}].notify({node[1]})",
            "put" => $"await Q[{node[0]}].put({node[1]})",
            "get" => $"+await Q[{node[0]}].get()",
            "putnow" => $"Q[{node[0]}].put_nowait({node[1]})",
            "getnow" => $"+Q[{node[0]}].get_nowait()",
            "qdone" => $"Q[{node[0]}].task_done()",
            "qjoin" => $"await Q[{node[0]}].join()",
            "qshut" => $"Q[{node[0]}].shutdown({(node[1] == "1" ? "True" : "False")})",
            "fset" => $"ref('{node[0]}').set_result('{node[1]}')",
            "fexc" => $"ref('{node[0]}').set_exception(ValueError('{node[1]}'))",
            "hcancel" => $"H['{node[0]}'].cancel() if '{node[0]}' in H else None",
            "ctxset" => $"X.set('{node[0]}')",
            "ctxget" => "+X.get()",
            "bwait" => $"+await B[{node[0]}].wait()",
            "breset" => $"await B[{node[0]}].reset()",
            "babort" => $"await B[{node[0]}].abort()",
            "bstate" => $"+B[{node[0]}].n_waiting, B[{node[0]}].broken",
            "qstate" => $"+Q[{node[0]}].qsize(), Q[{node[0]}].empty(), Q[{node[0]}].full()",
            "lstate" => $"+L[{node[0]}].locked()",
            "sstate" => $"+S[{node[0]}].locked()",
            "estate" => $"+E[{node[0]}].is_set()",
            "result" => $"+ref('{node[0]}').result()",
            "error" => $"+ref('{node[0]}').exception()",
            "offdone" => $"+D['{node[0]}'][0].remove_done_callback(D['{node[0]}'][1]) if '{node[0]}' in D else 0",
            "tgcancel" when node.InScope => $"{node[0]}.cancel()",
            "resched" or "tgcancel" or "cwait" or "cwaitfor" => null,
            _ => throw new InvalidOperationException($"What is a {node.Op}?"),
        };
        if (step is ['+', .. string value])
        {
            Log(node.Id, value);
            return;
        }

        if (step is not null)
        {
            Line(step);
        }

        Log(node.Id);
    }

    private void With(string context, Node node)
    {
        Line($"async with {context}:");
        Indented(() => Block(node.Kids[0]));
        Log(node.Id);
    }

    private void Try(Node node)
    {
        Line("try:");
        Indented(() => Block(node.Kids[0]));
        if (node[0] != "none")
        {
            string kind = node[0] switch { "cancelled" => "asyncio.CancelledError", "error" => "Exception", _ => "BaseException" };
            Line($"except {kind} as e:");
            Indented(() =>
            {
                Log(node.Id, "e");
                if (node.Kids[1].Kids.Length > 0)
                {
                    Block(node.Kids[1]);
                }

                if (node[1] == "raise")
                {
                    Line("raise");
                }
            });
        }

        if (node[0] == "none" || node.Kids[2].Kids.Length > 0)
        {
            Line("finally:");
            Indented(() =>
            {
                Log(node.Id);
                Block(node.Kids[2]);
            });
        }
    }

    private void AsCompleted(Node node)
    {
        string sequence = $"asyncio.as_completed(tasks([{References(node, 2)}]), timeout={node[1]})";
        if (node[0] == "async")
        {
            Line($"async for f in {sequence}:");
            Indented(() => Log(node.Id, "names([f])"));
        }
        else
        {
            Line($"for c in {sequence}:");
            Indented(() =>
            {
                Line("try:");
                Indented(() => Log(node.Id, "await c"));
                Line("except Exception as e:");
                Indented(() => Log(node.Id, "e"));
            });
        }

        Log(node.Id);
    }

    private void Callback(Node node, string call, string target)
    {
        Line($"def cb{node.Id}(_=None):");
        Indented(() =>
        {
            Log(node.Id);
            Block(node.Kids[0]);
        });
        Line(target + call);
        Log(node.Id);
    }

    private void OnTask(Node node, string call, bool tasksOnly)
    {
        string target = node[0] == "self" ? "asyncio.current_task()" : $"T.get('{node[0]}')";
        Line($"f = {target}");
        Line(tasksOnly ? "if isinstance(f, asyncio.Task):" : "if f is not None:");
        Indented(() => Log(node.Id, string.Format(call, "f")));
    }

    private string Awaitable(Node node)
    {
        switch (node.Op)
        {
            case "coro":
                Function(node[0], node.Kids[0]);
                return $"{node[0]}()";
            case "ref":
                return $"ref('{node[0]}')";
            case "sl":
                return $"asyncio.sleep({node[0]}, '{node[1]}')";
            case "ew":
                return $"E[{node[0]}].wait()";
            case "qg":
                return $"Q[{node[0]}].get()";
            case "bw":
                return $"B[{node[0]}].wait()";
            case "la":
                return $"L[{node[0]}].acquire()";
            case "sa":
                return $"S[{node[0]}].acquire()";
            case "qp":
                return $"Q[{node[0]}].put({node[1]})";
            case "qj":
                return $"Q[{node[0]}].join()";
            case "gather":
                return $"asyncio.gather({string.Concat(node.Kids.Select(kid => Awaitable(kid) + ", "))}return_exceptions={(node[0] == "1" ? "True" : "False")})";
            case "wf":
                return $"asyncio.wait_for({Awaitable(node.Kids[0])}, {node[0]})";
            case "shield":
                return $"asyncio.shield({Awaitable(node.Kids[0])})";
            default:
                throw new InvalidOperationException($"What is a {node.Op}?");
        }
    }

    private static string References(Node node, int from = 2) => string.Join(", ", node.Words[from..].Select(static word => $"ref('{word}')"));

    private static string When(string limit) => limit == "None" ? "None" : $"asyncio.get_running_loop().time() + {limit}";

    private static string Quoted(string text) => $"'{text}'";

    private void Log(int id, params string[] values) => Line($"tr({string.Join(", ", values.Prepend(id.ToString()))})");
}
