using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    string text = await ToThread(() => File.Exists("a.txt") ? File.ReadAllText("a.txt") : "");
    string? line = await ToThread(Console.ReadLine);
    await ToThread(() => Thread.Sleep(10));
    int sum = await Task.Run(() => { Thread.Sleep(5); return 5; });
    Console.WriteLine($"{text}{line}{sum}");
}
