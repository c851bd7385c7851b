using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    using var response = new HttpClient().Send(new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/")); // SIM011
    await Sleep(1);
}
