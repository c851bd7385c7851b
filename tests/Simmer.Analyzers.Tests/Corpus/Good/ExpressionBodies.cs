using Simmer;
using static Simmer.Asyncio;

Run(new Repository().Main());

internal sealed class Repository
{
    private Coroutine<int> Count => Load("count");

    private Coroutine this[string key] => Save(key);

    internal async Coroutine Main()
    {
        int count = await Count;
        await this["key"];
        await (count > 3 ? this["many"] : this["few"]);
        await (count switch
        {
            0 => Save("none"),
            1 => this["one"],
            _ => Sleep(1),
        });
        int other = await (Environment.ProcessorCount > 1 ? Load("one") : Count);
        int? maybe = other > 0 ? await Load("more") : null;
        Console.WriteLine(await Twice(() => Load($"{maybe}")));
        await Local();

        async Coroutine Local() => await Save(await Name());
        static async Coroutine<string> Name() => await Text(3);
        static Coroutine<string> Text(int length) => Repeat('x', length);
    }

    private static async Coroutine<string> Repeat(char letter, int length)
    {
        await Sleep(0);
        return new string(letter, length);
    }

    private static async Coroutine<int> Twice(Func<Coroutine<int>> load) => await load() + await load();

    private static async Coroutine Save(string key) => Console.WriteLine(await Load(key));

    private static async Coroutine<int> Load(string key)
    {
        await Sleep(0.01);
        return key.Length;
    }
}
