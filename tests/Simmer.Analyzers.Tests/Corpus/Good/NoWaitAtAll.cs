using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var gate = new SemaphoreSlim(1);
    if (gate.Wait(0))
    {
        gate.Release();
    }

    Thread.Sleep(0);
    object key = new();
    if (Monitor.TryEnter(key))
    {
        Monitor.Exit(key);
    }

    using var memory = new MemoryStream([1, 2, 3]);
    memory.ReadByte();
    Console.WriteLine(new StringReader("text").ReadToEnd());
    await Sleep(0);
}
