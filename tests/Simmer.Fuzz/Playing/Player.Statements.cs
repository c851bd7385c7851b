namespace Simmer.Fuzz;

/// <content>Statements: those of tasks, and those that callbacks may have too.</content>
internal sealed partial class Player
{
    private async Coroutine<object?> Body(Node block) => (await Block(block))?.Value;

    private async Coroutine<Returned?> Block(Node block)
    {
        foreach (Node statement in block.Kids)
        {
            if (Immediate(statement))
            {
                continue;
            }

            if (await Statement(statement) is { } returned)
            {
                return returned;
            }
        }

        return null;
    }

    private async Coroutine<Returned?> Statement(Node node)
    {
        Returned? returned = null;
        switch (node.Op)
        {
            case "sleep":
                await Asyncio.Sleep(Number(node[0]));
                break;
            case "yield":
                for (int i = 0; i < int.Parse(node[0]); i++)
                {
                    await Asyncio.Sleep(0);
                }

                break;
            case "await":
                Log(node, await Await(Awaitable(node.Kids[0])));
                return null;
            case "wait":
                WaitResult<Future> result = await Asyncio.Wait(
                    node.Words[2..].Select(Reference),
                    Limit(node[1]),
                    node[0] switch { "ALL_COMPLETED" => ReturnWhen.AllCompleted, "FIRST_COMPLETED" => ReturnWhen.FirstCompleted, _ => ReturnWhen.FirstException });
                Log(node, Names(result.Done), Names(result.Pending));
                return null;
            case "ascomp":
                await AsCompleted(node);
                break;
            case "ret":
                return new Returned(node[0]);
            case "try":
                return await Try(node);
            case "timeout":
                returned = await Timeout(node);
                if (returned is null)
                {
                    Log(node, _timeouts[node[0]].Expired);
                }

                return returned;
            case "group":
                returned = await Group(node);
                break;
            case "lock":
                using (await _locks[Index(node)].Acquire())
                {
                    returned = await Block(node.Kids[0]);
                }

                break;
            case "sem":
                using (await _semaphores[Index(node)].Acquire())
                {
                    returned = await Block(node.Kids[0]);
                }

                break;
            case "cond":
                using (await _conditions[Index(node)].Acquire())
                {
                    returned = await Block(node.Kids[0]);
                }

                break;
            case "acq":
                await _locks[Index(node)].Acquire();
                Log(node, true);
                return null;
            case "sacq":
                await _semaphores[Index(node)].Acquire();
                Log(node, true);
                return null;
            case "ewait":
                Log(node, await _events[Index(node)].Wait());
                return null;
            case "cwait" when node.InScope:
                Log(node, await _conditions[Index(node)].Wait());
                return null;
            case "cwaitfor" when node.InScope:
                Log(node, await _conditions[Index(node)].WaitFor(() => _values[Index(node)] >= int.Parse(node[1])));
                return null;
            case "put":
                await _queues[Index(node)].Put(int.Parse(node[1]));
                break;
            case "get":
                Log(node, await _queues[Index(node)].Get());
                return null;
            case "qjoin":
                await _queues[Index(node)].Join();
                break;
        }

        if (returned is null)
        {
            Log(node);
        }

        return returned;
    }

    private async Coroutine<Returned?> Try(Node node)
    {
        if (node[0] != "none" && node.Kids[2].Kids.Length == 0)
        {
            return await TryExcept(node);
        }

        try
        {
            return await TryExcept(node);
        }
        finally
        {
            Log(node);
            await Block(node.Kids[2]);
        }
    }

    private async Coroutine<Returned?> TryExcept(Node node)
    {
        if (node[0] == "none")
        {
            return await Block(node.Kids[0]);
        }

        try
        {
            return await Block(node.Kids[0]);
        }
        catch (Exception error) when (node[0] == "any" || node[0] == "cancelled" == error is CancelledException)
        {
            Log(node, error);
            Returned? returned = await Block(node.Kids[1]);
            if (returned is null && node[1] == "raise")
            {
                throw;
            }

            return returned;
        }
    }

    private async Coroutine<Returned?> Timeout(Node node)
    {
        if (Returns(node))
        {
            return await Asyncio.Timeout(Limit(node[1]), async scope =>
            {
                _timeouts[node[0]] = scope;
                return await Block(node.Kids[0]);
            });
        }

        await Asyncio.Timeout(Limit(node[1]), async scope =>
        {
            _timeouts[node[0]] = scope;
            await Block(node.Kids[0]);
        });
        return null;
    }

    private async Coroutine<Returned?> Group(Node node)
    {
        if (Returns(node))
        {
            return await TaskGroup.Run(async group =>
            {
                _groups[node[0]] = group;
                return await Block(node.Kids[0]);
            });
        }

        await TaskGroup.Run(async group =>
        {
            _groups[node[0]] = group;
            await Block(node.Kids[0]);
        });
        return null;
    }

    private static bool Returns(Node node) => node.Op == "ret" || node.Kids.Any(Returns);

    private async Coroutine AsCompleted(Node node)
    {
        AsCompletedSequence<object?, LoopTask<object?>> sequence = Asyncio.AsCompleted(
            node.Words[2..].Select(Reference).OfType<LoopTask<object?>>(), Limit(node[1]));
        if (node[0] == "async")
        {
            await foreach (LoopTask<object?> task in sequence)
            {
                Log(node, Names([task]));
            }

            return;
        }

        foreach (Coroutine<object?> next in sequence)
        {
            try
            {
                Log(node, await next);
            }
            catch (Exception error) when (error is not CancelledException)
            {
                Log(node, error);
            }
        }
    }

    /// <summary>Does what does not await; false if the statement does.</summary>
    private bool Immediate(Node node)
    {
        switch (node.Op)
        {
            case "log":
                break;
            case "spawn":
                Coroutine<object?> body = Body(node.Kids[0]);
                _futures[node[0]] = node.InScope ? _groups[node[1]].CreateTask(body, node[0]) : Asyncio.CreateTask(body, node[0]);
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
                _timeouts[node[0]].Reschedule(node[1] == "None" ? null : _loop.Time + Number(node[1]));
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
                Reference(node[0]).AddDoneCallback(_ => Callback(node));
                break;
            case "resched":
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

    private Future? Target(Node node) => node[0] == "self" ? _loop.CurrentTask : _futures.GetValueOrDefault(node[0]);

    private static int Index(Node node) => int.Parse(node[0]);

    private static double Number(string word) => double.Parse(word);

    private static Delay? Limit(string word) => word == "None" ? null : Number(word);
}
