using Simmer;
using static Simmer.Asyncio;

var thread = new Thread(() => Run(Work(1)));
thread.Start();
var other = new Thread(() =>
{
    using var loop = new EventLoop();
    loop.CallSoon(() => Console.WriteLine("own loop"));
    LoopTask task = loop.CreateTask(Work(1));
    loop.RunUntilComplete(task);
});
other.Start();
thread.Join();
other.Join();

static async Coroutine Work(int n)
{
    await Sleep(n);
}
