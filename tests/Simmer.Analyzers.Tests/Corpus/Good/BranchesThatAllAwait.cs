using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    bool fast = Environment.ProcessorCount > 4;
    var data = Fetch("a");
    if (fast)
    {
        Console.WriteLine(await data);
    }
    else
    {
        data.Close();
    }

    Coroutine later = default;
    bool made = false;
    if (Environment.ProcessorCount > 2)
    {
        later = Work(1);
        made = true;
    }

    await Sleep(1);
    if (made)
    {
        await later;
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
