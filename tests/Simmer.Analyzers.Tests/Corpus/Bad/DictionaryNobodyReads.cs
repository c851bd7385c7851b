using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var router = new Router();
    router.Start("a");
    await Sleep(1);
}

internal sealed class Router
{
    private readonly Dictionary<string, Coroutine> _running = []; // SIM003

    public void Start(string name) => _running[name] = Work();

    private static async Coroutine Work() => await Sleep(1);
}
