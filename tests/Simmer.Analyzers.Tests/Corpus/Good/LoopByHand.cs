using Simmer;
using static Simmer.Asyncio;

using var loop = new EventLoop();
LoopTask task = loop.CreateTask(Work(1));
loop.CallSoon(() => Console.WriteLine("soon"));
loop.RunUntilComplete(task);
using var runner = new Runner();
runner.Run(Work(1));
runner.Run(Work(2));

static async Coroutine Work(int n)
{
    await Sleep(n);
}
