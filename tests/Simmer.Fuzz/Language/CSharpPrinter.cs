namespace Simmer.Fuzz;

/// <summary>Prints a program as C#, to be read beside its Python.</summary>
internal sealed class CSharpPrinter : Printer
{
    internal static string Print(Node program)
    {
        var printer = new CSharpPrinter();
        if (program[0] == "eager")
        {
            printer.Line("loop.EagerTasks = true;");
        }

        printer.Function("Main", program.Kids[0]);
        return printer.ToString();
    }

    private void Function(string name, Node block)
    {
        Line($"async Coroutine<object?> {name}()");
        Block(block);
    }

    private void Block(Node block, string close = "}")
    {
        Line("{");
        Indented(() =>
        {
            foreach (Node statement in block.Kids)
            {
                Statement(statement);
            }
        });
        Line(close);
    }

    private void Statement(Node node)
    {
        string first = node.Words.Length > 0 ? node[0] : "";
        switch (node.Op)
        {
            case "yield":
                Line($"for (int i = 0; i < {first}; i++) await Sleep(0);");
                break;
            case "spawn":
                Function(first, node.Kids[0]);
                string how = node.Words.Length < 3 ? "" : node[2] == "eager" ? ", eagerStart: true" : $", eagerStart: false, context: context{node[3]}";
                Line($"var {first} = {(node.InScope ? node[1] + "." : "")}CreateTask({first}(), name: \"{first}\"{how});");
                break;
            case "let":
                Line($"var {first} = EnsureFuture({Awaitable(node.Kids[0])});");
                break;
            case "await":
                Log(node, $"await {Awaitable(node.Kids[0])}");
                return;
            case "wait":
                Log(node, $"await Wait([{References(node)}], {Limit(node[1])}, ReturnWhen.{node[0]})");
                return;
            case "ascomp":
                Line($"await foreach (var done in AsCompleted([{References(node)}], {Limit(node[1])}))");
                Line($"    Log({node.Id}, {(first == "async" ? "done" : "await done")});");
                break;
            case "raise":
                Line($"throw new {first}(\"{node[1]}\");");
                return;
            case "ret":
                Line($"return \"{first}\";");
                return;
            case "try":
                Try(node);
                return;
            case "timeout":
                Line(node.Words.Length > 2 && node[2] == "at" && node[1] != "None"
                    ? $"await TimeoutAt(loop.Time + {node[1]}, async {first} =>"
                    : $"await Timeout({Limit(node[1])}, async {first} =>");
                Block(node.Kids[0], "});");
                break;
            case "group":
                Line($"await TaskGroup.Run(async {first} =>");
                Block(node.Kids[0], "});");
                break;
            case "barrier":
                Log(node, $"await barrier{first}.Wait()");
                Block(node.Kids[0]);
                break;
            case "lock" or "sem" or "cond":
                Line($"using (await {node.Op}{first}.Acquire())");
                Block(node.Kids[0]);
                break;
            case "soon" or "later" or "ondone":
                Line(node.Op switch
                {
                    "soon" => $"var {first} = loop.CallSoon(() =>",
                    "later" => $"var {first} = loop.CallLater({node[1]}, () =>",
                    _ => $"{first}.AddDoneCallback(_ =>",
                });
                Block(node.Kids[0], "});");
                break;
            default:
                Simple(node, first);
                return;
        }

        Log(node);
    }

    private void Simple(Node node, string first)
    {
        string task = first == "self" ? "CurrentTask()" : first;
        string? value = node.Op switch
        {
            "cancel" => $"{task}.Cancel({(node[1] == "-" ? "" : $"\"{node[1]}\"")})",
            "uncancel" => $"{task}.Uncancel()",
            "cancelling" => $"{task}.Cancelling",
            "state" => $"{task}.IsDone, {task}.IsCancelled",
            "acq" => $"await lock{first}.Acquire()",
            "sacq" => $"await sem{first}.Acquire()",
            "ewait" => $"await event{first}.Wait()",
            "cwait" when node.InScope => $"await cond{first}.Wait()",
            "cwaitfor" when node.InScope => $"await cond{first}.WaitFor(() => value{first} >= {node[1]})",
            "get" => $"await queue{first}.Get()",
            "getnow" => $"queue{first}.GetNowait()",
            "ctxget" => "context.Value",
            "tasks" => "AllTasks().Count",
            "bwait" => $"await barrier{first}.Wait()",
            "bstate" => $"barrier{first}.Waiting, barrier{first}.Broken",
            "qstate" => $"queue{first}.Count, queue{first}.IsEmpty, queue{first}.IsFull",
            "lstate" => $"lock{first}.Locked",
            "sstate" => $"sem{first}.Locked",
            "estate" => $"event{first}.IsSet",
            "result" => $"{first}.Result",
            "error" => $"{first}.Exception",
            "offdone" => $"of{first}.RemoveDoneCallback({first})",
            _ => null,
        };
        if (value is not null)
        {
            Log(node, value);
            return;
        }

        string? step = node.Op switch
        {
            "sleep" => $"await Sleep({first})",
            "resched" when node.InScope => $"{first}.Reschedule({(node[1] == "None" ? "null" : $"loop.Time + {node[1]}")})",
            "rel" => $"lock{first}.Release()",
            "srel" => $"sem{first}.Release()",
            "eset" => $"event{first}.Set()",
            "eclear" => $"event{first}.Clear()",
            "inc" => $"value{first}++",
            "notify" => node[1] == "all" ? $"cond{first}.NotifyAll()" : $"cond{first}.Notify({node[1]})",
            "put" => $"await queue{first}.Put({node[1]})",
            "putnow" => $"queue{first}.PutNowait({node[1]})",
            "qdone" => $"queue{first}.TaskDone()",
            "qjoin" => $"await queue{first}.Join()",
            "qshut" => $"queue{first}.Shutdown(immediate: {(node[1] == "1" ? "true" : "false")})",
            "fset" => $"{first}.SetResult(\"{node[1]}\")",
            "fexc" => $"{first}.SetException(new ValueError(\"{node[1]}\"))",
            "hcancel" => $"{first}?.Cancel()",
            "breset" => $"await barrier{first}.Reset()",
            "babort" => $"await barrier{first}.Abort()",
            "tgcancel" when node.InScope => $"{first}.Cancel()",
            "ctxset" => $"context.Value = \"{first}\"",
            _ => null,
        };
        if (step is not null)
        {
            Line($"{step};");
        }

        Log(node);
    }

    private void Try(Node node)
    {
        Line("try");
        Block(node.Kids[0]);
        if (node[0] != "none")
        {
            string kind = node[0] switch
            {
                "cancelled" => "CancelledException e",
                "error" => "Exception e) when (e is not CancelledException",
                _ => "Exception e",
            };
            Line($"catch ({kind})");
            Line("{");
            Indented(() =>
            {
                Log(node, "e");
                foreach (Node statement in node.Kids[1].Kids)
                {
                    Statement(statement);
                }

                if (node[1] == "raise")
                {
                    Line("throw;");
                }
            });
            Line("}");
        }

        if (node[0] == "none" || node.Kids[2].Kids.Length > 0)
        {
            Line("finally");
            Block(node.Kids[2]);
        }
    }

    private string Awaitable(Node node)
    {
        switch (node.Op)
        {
            case "coro":
                Function(node[0], node.Kids[0]);
                return $"{node[0]}()";
            case "ref":
                return node[0];
            case "sl":
                return $"Sleep({node[0]}, \"{node[1]}\")";
            case "ew":
                return $"event{node[0]}.Wait()";
            case "qg":
                return $"queue{node[0]}.Get()";
            case "bw":
                return $"barrier{node[0]}.Wait()";
            case "la":
                return $"lock{node[0]}.Acquire()";
            case "sa":
                return $"sem{node[0]}.Acquire()";
            case "qp":
                return $"queue{node[0]}.Put({node[1]})";
            case "qj":
                return $"queue{node[0]}.Join()";
            case "gather":
                return $"Gather{(node[0] == "1" ? "Outcomes" : "")}({string.Join(", ", node.Kids.Select(Awaitable))})";
            case "wf":
                return $"WaitFor({Awaitable(node.Kids[0])}, {Limit(node[0])})";
            default:
                return $"Shield({Awaitable(node.Kids[0])})";
        }
    }

    private static string References(Node node) => string.Join(", ", node.Words[2..]);

    private static string Limit(string limit) => limit == "None" ? "null" : limit;

    private void Log(Node node, string? value = null) => Line($"Log({node.Id}{(value is null ? "" : $", {value}")});");
}
