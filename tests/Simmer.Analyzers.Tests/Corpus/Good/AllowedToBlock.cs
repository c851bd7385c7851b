using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(Version());
    Stir();
    await Sleep(1);

    [AllowBlocking("The cook has one pair of hands")]
    static void Stir() => Thread.Sleep(10);
}

[AllowBlocking("200 bytes, once")]
static string Version() => File.ReadAllText("version.txt");
