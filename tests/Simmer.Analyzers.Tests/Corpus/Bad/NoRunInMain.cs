using Simmer;
using static Simmer.Asyncio;

internal static class Program
{
    private static void Main()
    {
        Hello(); // SIM001
    }

    private static async Coroutine Hello() => Console.WriteLine("Hello");
}
