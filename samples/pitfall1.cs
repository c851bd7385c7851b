#:project ../src/Simmer

// Pitfall 1: forgetting await
using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> Fetch()
{
    return "data";
}

static async Coroutine Main()
{
    var forgotten = Fetch(); // ❌ Returns a coroutine, not data!
    Console.WriteLine(forgotten);

    var result = await forgotten; // ✅ Correct
    Console.WriteLine(result);
}
