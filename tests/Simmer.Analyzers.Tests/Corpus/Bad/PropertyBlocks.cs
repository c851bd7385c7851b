using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(new Sensor().Value); // SIM012
    await Sleep(1);
}

internal sealed class Sensor
{
    public int Value => Task.Run(() => 5).Result;
}
