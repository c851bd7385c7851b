using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine work = Work(1); // SIM002
    switch (Environment.ProcessorCount)
    {
        case 1:
            await work;
            break;
        case 2:
            Console.WriteLine("two");
            break;
        default:
            await work;
            break;
    }
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
