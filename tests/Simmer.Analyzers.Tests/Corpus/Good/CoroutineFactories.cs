using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Func<Coroutine> work = () => Work(1);
    await work();
    var table = new Dictionary<string, Func<int, Coroutine>> { ["work"] = Work, ["sleep"] = n => Sleep(n) };
    await table["work"](1);
    await Lazy(true);
    await Either(false);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}

static Coroutine Lazy(bool go)
{
    var work = go ? Work(1) : Sleep(0);
    return work;
}

static Coroutine Either(bool first) => first switch
{
    true => Work(1),
    false => Work(2),
};
