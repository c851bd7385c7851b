#:project ../src/Simmer

using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<User> FetchData()
{
    return new User(Id: 1, Name: "Alice");
}

static async Coroutine Main()
{
    // This does NOT run the function:
    Coroutine<User> coroutine = FetchData(); // Returns a coroutine
    Console.WriteLine(coroutine);

    // You must await it:
    User result = await coroutine; // Runs and returns the user
    Console.WriteLine(result);
}

internal sealed record User(int Id, string Name);
