using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    System.Diagnostics.Process.Start("sleep", "5").WaitForExit(); // SIM010
    await Sleep(1);
}
