using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine step = Work(1);
    for (int i = 0; i < 3; i++)
    {
        await step;
        step = Work(i);
    }

    step.Close();
    while (true)
    {
        var attempt = Fetch("a");
        string text = await attempt;
        if (text.Length > 0)
        {
            break;
        }
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
