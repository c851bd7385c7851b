#:project ../src/Simmer

using Simmer;
using static Simmer.Asyncio;

// Start the event loop
Run(Main());

static async Coroutine Main()
{
    Console.WriteLine("Main started");
    await Sleep(1);
    Console.WriteLine("Main finished");
}
