namespace Simmer.Fuzz;

/// <content>Statements that do not await, which callbacks may have too.</content>
internal sealed partial class Player
{
    /// <summary>Does what does not await; false if the statement does.</summary>
    private bool Immediate(Node node)
    {
        switch (node.Op)
        {
            case "log":
                break;
            case "spawn":
                Coroutine<object?> body = Body(node.Kids[0]);
                bool? eager = node.Words.Length > 2 ? node[2] == "eager" : null;
                TaskContext? context = node.Words.Length > 2 && node[3] != "-" ? _contexts[int.Parse(node[3])] : null;
                _futures[node[0]] = node.InScope
                    ? _groups[node[1]].CreateTask(body, node[0], context, eager)
                    : Asyncio.CreateTask(body, node[0], context, eager);
                break;
            case "let":
                IAwaitable<object?> awaitable = Awaitable(node.Kids[0]);
                _futures[node[0]] = awaitable is Coroutine<object?> coroutine
                    ? Asyncio.EnsureFuture(coroutine)
                    : Asyncio.EnsureFuture(awaitable);
                break;
            case "cancel":
                if (Target(node) is { } cancelled)
                {
                    Log(node, cancelled.Cancel(node[1] == "-" ? null : node[1]));
                }

                return true;
            case "uncancel":
                if (Target(node) is LoopTask uncancelled)
                {
                    Log(node, uncancelled.Uncancel());
                }

                return true;
            case "cancelling":
                if (Target(node) is LoopTask task)
                {
                    Log(node, task.Cancelling);
                }

                return true;
            case "state":
                Log(node, Reference(node[0]).IsDone, Reference(node[0]).IsCancelled);
                return true;
            case "raise":
                throw node[0] == "CancelledError" ? new CancelledException(node[1]) : new UserException(node[0], node[1]);
            case "resched" when node.InScope:
                _timeouts[node[0]].Reschedule(When(node[1]));
                break;
            case "rel":
                _locks[Index(node)].Release();
                break;
            case "srel":
                _semaphores[Index(node)].Release();
                break;
            case "eset":
                _events[Index(node)].Set();
                break;
            case "eclear":
                _events[Index(node)].Clear();
                break;
            case "inc":
                _values[Index(node)]++;
                break;
            case "notify" when node[1] == "all":
                _conditions[Index(node)].NotifyAll();
                break;
            case "notify":
                _conditions[Index(node)].Notify(int.Parse(node[1]));
                break;
            case "putnow":
                _queues[Index(node)].PutNowait(int.Parse(node[1]));
                break;
            case "getnow":
                Log(node, _queues[Index(node)].GetNowait());
                return true;
            case "qdone":
                _queues[Index(node)].TaskDone();
                break;
            case "qshut":
                _queues[Index(node)].Shutdown(node[1] == "1");
                break;
            case "fset":
                ((Future<object?>)Reference(node[0])).SetResult(node[1]);
                break;
            case "fexc":
                ((Future<object?>)Reference(node[0])).SetException(new UserException("ValueError", node[1]));
                break;
            case "hcancel":
                _handles.GetValueOrDefault(node[0])?.Cancel();
                break;
            case "ctxset":
                _context.Value = node[0];
                break;
            case "ctxget":
                Log(node, _context.Value ?? "-");
                return true;
            case "tasks":
                Log(node, Asyncio.AllTasks().Count);
                return true;
            case "soon":
                _handles[node[0]] = _loop.CallSoon(() => Callback(node));
                break;
            case "later":
                _handles[node[0]] = _loop.CallLater(Number(node[1]), () => Callback(node));
                break;
            case "ondone":
                Action<Future> callback = _ => Callback(node);
                Reference(node[0]).AddDoneCallback(callback);
                _callbacks[node.Words[^1]] = (Reference(node[0]), callback);
                break;
            case "offdone":
                Log(node, _callbacks.TryGetValue(node[0], out (Future Future, Action<Future> Callback) added)
                    ? added.Future.RemoveDoneCallback(added.Callback)
                    : 0);
                return true;
            case "tgcancel" when node.InScope:
                _groups[node[0]].Cancel();
                break;
            case "bstate":
                Log(node, _barriers[Index(node)].Waiting, _barriers[Index(node)].Broken);
                return true;
            case "qstate":
                AsyncQueue<int> queue = _queues[Index(node)];
                Log(node, queue.Count, queue.IsEmpty, queue.IsFull);
                return true;
            case "lstate":
                Log(node, _locks[Index(node)].Locked);
                return true;
            case "sstate":
                Log(node, _semaphores[Index(node)].Locked);
                return true;
            case "estate":
                Log(node, _events[Index(node)].IsSet);
                return true;
            case "result":
                Log(node, ResultOf(Reference(node[0])));
                return true;
            case "error":
                Log(node, Reference(node[0]).Exception);
                return true;
            case "resched" or "tgcancel":
            case "cwait" or "cwaitfor" when !node.InScope:
                break;
            default:
                return false;
        }

        Log(node);
        return true;
    }

    private void Callback(Node node)
    {
        Log(node);
        foreach (Node statement in node.Kids[0].Kids)
        {
            if (!Immediate(statement))
            {
                throw new InvalidOperationException($"{statement.Op} in a callback");
            }
        }
    }
}
