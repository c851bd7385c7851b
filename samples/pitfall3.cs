#:project ../src/Simmer

// Pitfall 3: running without Run()
using Simmer;
using static Simmer.Asyncio;

Console.WriteLine("Hello() alone:");
#pragma warning disable CS4014, SIM001 // Here on purpose: the compiler says that the coroutine is never awaited
Hello(); // ❌ Prints nothing
#pragma warning restore CS4014, SIM001

Console.WriteLine("Run(Hello()):");
Run(Hello()); // ✅ Correct

static async Coroutine Hello()
{
    Console.WriteLine("Hello");
}
