#:project ../../src/Simmer

// Pitfall 3, the wrong program: running without Run()
using Simmer;

Hello(); // ❌ Prints nothing

static async Coroutine Hello()
{
    Console.WriteLine("Hello");
}
