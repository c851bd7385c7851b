using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var outer = new Outer();
    outer.Start();
    await new Outer.Reader(outer).Read();
}

internal sealed class Outer
{
    private Coroutine _work;

    public void Start() => _work = Sleep(1);

    internal sealed class Reader(Outer outer)
    {
        public async Coroutine Read() => await outer._work;
    }
}
