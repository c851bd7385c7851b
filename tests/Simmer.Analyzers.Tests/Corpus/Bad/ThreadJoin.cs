using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var thread = new Thread(() => Console.WriteLine("on a thread"));
    thread.Start();
    thread.Join(); // SIM010
    await Sleep(1);
}
