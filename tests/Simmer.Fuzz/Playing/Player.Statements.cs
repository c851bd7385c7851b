namespace Simmer.Fuzz;

/// <content>Statements of tasks.</content>
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
            case "barrier":
                Log(node, await _barriers[Index(node)].Wait());
                returned = await Block(node.Kids[0]);
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
            case "bwait":
                Log(node, await _barriers[Index(node)].Wait());
                return null;
            case "breset":
                await _barriers[Index(node)].Reset();
                break;
            case "babort":
                await _barriers[Index(node)].Abort();
                break;
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
            Func<TimeoutScope, Coroutine<Returned?>> returning = async scope =>
            {
                _timeouts[node[0]] = scope;
                return await Block(node.Kids[0]);
            };
            return await (IsAbsolute(node) ? Asyncio.TimeoutAt(When(node[1]), returning) : Asyncio.Timeout(Limit(node[1]), returning));
        }

        Func<TimeoutScope, Coroutine> body = async scope =>
        {
            _timeouts[node[0]] = scope;
            await Block(node.Kids[0]);
        };
        await (IsAbsolute(node) ? Asyncio.TimeoutAt(When(node[1]), body) : Asyncio.Timeout(Limit(node[1]), body));
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

    private Future? Target(Node node) => node[0] == "self" ? _loop.CurrentTask : _futures.GetValueOrDefault(node[0]);

    private static bool IsAbsolute(Node node) => node.Words.Length > 2 && node[2] == "at";

    private double? When(string word) => word == "None" ? null : _loop.Time + Number(word);

    private static int Index(Node node) => int.Parse(node[0]);

    private static double Number(string word) => double.Parse(word);

    private static Delay? Limit(string word) => word == "None" ? null : Number(word);
}
