using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    using var reader = new StreamReader("numbers.txt");
    string text = reader.ReadToEnd(); // SIM011
    Console.WriteLine(text + await Load(1));
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
