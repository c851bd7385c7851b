using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Start();
    await Sleep(1);

    static void Start() => Load(1); // SIM001
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
