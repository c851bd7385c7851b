using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    string[] names = ["a", "b", "c"];
    await Gather(names.Select(name => Load(name)));
    await Gather(from name in names where name != "b" select Load(name));
    int[] lengths = await Gather(names.Where(name => name.Length > 0).Select(Load).ToArray());
    Outcome<int>[] outcomes = await GatherOutcomes(names.Select(async name => await Load(name) * 2));
    List<Coroutine<int>> later = [.. names.Select(Load), Load("d")];
    Console.WriteLine($"{later.Count} to come");
    Console.WriteLine((await Gather(later)).Sum() + lengths.Length + outcomes.Length);
    var tasks = names.ToDictionary(name => name, name => CreateTask(Load(name)));
    foreach (string name in names)
    {
        Console.WriteLine(await tasks[name]);
    }

    await foreach (var done in AsCompleted(names.Select(Load)))
    {
        Console.WriteLine(await done);
    }
}

static async Coroutine<int> Load(string name)
{
    await Sleep(0.01);
    return name.Length;
}
