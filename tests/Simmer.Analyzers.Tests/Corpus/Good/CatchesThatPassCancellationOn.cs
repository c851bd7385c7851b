using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    try
    {
        await Fetch("a");
    }
    catch (CancelledException)
    {
        Console.WriteLine("cleaning up");
        throw;
    }
    catch (Exception error)
    {
        Console.WriteLine(error);
    }

    try
    {
        await Fetch("b");
    }
    catch (Exception error) when (error is not OperationCanceledException)
    {
        Console.WriteLine(error);
    }

    Exception? kept = null;
    try
    {
        await Fetch("c");
    }
    catch (Exception error)
    {
        kept = error;
    }

    if (kept is not null)
    {
        throw kept;
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
