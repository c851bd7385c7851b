using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    new System.Net.Sockets.TcpClient().Connect("127.0.0.1", 80); // SIM011
    await Sleep(1);
}
