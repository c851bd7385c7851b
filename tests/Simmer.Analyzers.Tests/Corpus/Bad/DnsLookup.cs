using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(System.Net.Dns.GetHostAddresses("localhost").Length); // SIM011
    await Sleep(1);
}
