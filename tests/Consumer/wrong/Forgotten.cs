// Only compiled with -p:Wrong=true: the analyzers in the package have to say that it is wrong.
using Simmer;
using static Simmer.Asyncio;

internal static class Forgotten
{
    internal static async Coroutine Main()
    {
        Sleep(1);
        Thread.Sleep(5000);
        await Sleep(1);
    }
}
