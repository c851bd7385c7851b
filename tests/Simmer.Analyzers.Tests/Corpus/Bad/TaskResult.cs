using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(new HttpClient().GetStringAsync("http://127.0.0.1/").Result); // SIM010
    await Sleep(1);
}
