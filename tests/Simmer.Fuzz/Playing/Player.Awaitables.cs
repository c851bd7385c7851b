namespace Simmer.Fuzz;

/// <content>Awaitables.</content>
internal sealed partial class Player
{
    private IAwaitable<object?> Awaitable(Node node) => node.Op switch
    {
        "coro" => Body(node.Kids[0]),
        "ref" => (IAwaitable<object?>)Reference(node[0]),
        "sl" => Asyncio.Sleep<object?>(Number(node[0]), node[1]),
        "ew" => Boxed(_events[Index(node)].Wait()),
        "qg" => Boxed(_queues[Index(node)].Get()),
        "bw" => Boxed(_barriers[Index(node)].Wait()),
        "la" => True(_locks[Index(node)].Acquire()),
        "sa" => True(_semaphores[Index(node)].Acquire()),
        "qp" => None(_queues[Index(node)].Put(int.Parse(node[1]))),
        "qj" => None(_queues[Index(node)].Join()),
        "gather" when node[0] == "1" => GatherOutcomes(Awaitables(node)),
        "gather" => Asyncio.Gather(Awaitables(node)),
        "wf" => WaitFor(Awaitable(node.Kids[0]), Limit(node[0])),
        "shield" => Asyncio.Shield(Awaitable(node.Kids[0])),
        _ => throw new InvalidOperationException($"What is a {node.Op}?"),
    };

    // All are made before the first becomes a task, as arguments are in Python.
    private IAwaitable<object?>[] Awaitables(Node node) => Array.ConvertAll(node.Kids, Awaitable);

    // As Asyncio.GatherOutcomes, but of a result that is an object: an array of structs is no array of objects.
    private GatherFuture<object?> GatherOutcomes(IAwaitable<object?>[] awaitables) => new(
        _loop, Children.Of<IAwaitable<object?>>(_loop, awaitables), true, static children => Children.Outcomes<object?>(children));

    private static Coroutine<object?> WaitFor(IAwaitable<object?> awaitable, Delay? timeout) =>
        awaitable is Coroutine<object?> coroutine ? Asyncio.WaitFor(coroutine, timeout) : Asyncio.WaitFor(awaitable, timeout);

    private static async Coroutine<object?> Boxed<T>(Coroutine<T> coroutine) => await coroutine;

    private static async Coroutine<object?> None(Coroutine coroutine)
    {
        await coroutine;
        return null;
    }

    private static async Coroutine<object?> True(Coroutine<Releaser> acquisition)
    {
        await acquisition;
        return true;
    }

    private static async Coroutine<object?> Await(IAwaitable<object?> awaitable)
    {
        if (awaitable is Coroutine<object?> coroutine)
        {
            return await coroutine;
        }

        var future = (Future)awaitable;
        await future;
        return ResultOf(future);
    }
}
