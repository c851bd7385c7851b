#:project ../../src/Simmer

// Pitfall 2, the wrong program: a blocking call in async code
using Simmer;
using static Simmer.Asyncio;

Run(Bad());

static async Coroutine Bad()
{
    Thread.Sleep(5000); // ❌ Blocks the entire event loop!
}
