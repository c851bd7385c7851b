using Simmer;
using static Simmer.Asyncio;

string greeting = File.Exists("greeting.txt") ? File.ReadAllText("greeting.txt") : "Hello";
Thread.Sleep(10);
Task.Run(() => Console.WriteLine(greeting)).Wait();
Run(Main(greeting));
Console.ReadLine();

static async Coroutine Main(string greeting)
{
    await Sleep(1);
    Console.WriteLine(greeting);
}
