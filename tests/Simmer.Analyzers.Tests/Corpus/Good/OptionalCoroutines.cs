using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine<int> first = Load(1);
    var second = Load(2);
    (Coroutine<int> Left, Coroutine<int> Right) pair = (Load(3), Load(4));
    var (a, b) = await Gather(first, second);
    Console.WriteLine(a + b + await pair.Left + await pair.Right);
    Coroutine cleanUp = Environment.ProcessorCount > 1 ? Sleep(1) : Sleep(2);
    try
    {
        await Load(5);
    }
    finally
    {
        await cleanUp;
    }

    Coroutine<int> unused = Load(6);
    if (a > b)
    {
        unused.Close();
    }
    else
    {
        Console.WriteLine(await unused);
    }

    Coroutine<int>? next = null;
    for (int i = 0; i < 3; i++)
    {
        next = Load(i);
        await next.Value;
    }

    int result = await Timeout(1, async scope =>
    {
        scope.Reschedule(GetRunningLoop().Time + 2);
        return await Load(7);
    });
    Console.WriteLine(result);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(0.01);
    return n;
}
