using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var queue = new AsyncQueue<int>();
    new Thread(() =>
    {
        for (int i = 0; i < 3; i++)
        {
            queue.PutNowait(i); // SIM022
        }
    }).Start();
    Console.WriteLine(await queue.Get());
}
