using System.Runtime.InteropServices;
using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var limit = new AsyncSemaphore(2);
    var ready = new AsyncCondition();
    bool isOpen = false;
    LoopTask opener = CreateTask(Open());
    using (await ready.Acquire())
    {
        await ready.WaitFor(() => isOpen);
    }

    await opener;
    await Gather(Enumerable.Range(0, 5).Select(Limited));
    await using Subprocess child = await CreateSubprocessExec("true");
    Console.WriteLine(await child.Wait());
    if (OperatingSystem.IsLinux())
    {
        await WaitFor(NextSignal(), 1);
    }

    async Coroutine Open()
    {
        using var _ = await ready.Acquire();
        isOpen = true;
        ready.NotifyAll();
    }

    async Coroutine Limited(int number)
    {
        using var slot = await limit.Acquire();
        await Sleep(0.01 * number);
    }

    static async Coroutine NextSignal()
    {
        await foreach (PosixSignal signal in Signals(PosixSignal.SIGHUP))
        {
            Console.WriteLine(signal);
            break;
        }
    }
}
