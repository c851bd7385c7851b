#:project ../src/Simmer

using Simmer;
using static Simmer.Asyncio;

// Run the coroutine
Run(SayHello());

// Define an async function (coroutine)
static async Coroutine SayHello()
{
    Console.WriteLine("Hello");
    await Sleep(1); // Pause here: other tasks can run
    Console.WriteLine("World");
}
