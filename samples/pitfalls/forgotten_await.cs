#:project ../../src/Simmer

// Pitfall 1, the wrong program: forgetting await
using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> Fetch()
{
    return "data";
}

static async Coroutine Main()
{
    var result = Fetch(); // ❌ Returns a coroutine, not data!
    Console.WriteLine(result);
}
