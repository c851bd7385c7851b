using Simmer.Testing;

namespace Simmer.Fuzz;

/// <summary>What a bounded loop and a bounded gather over a lazy sequence hold at a time.</summary>
internal static class BoundedMemory
{
    private const int Limit = 100;

    internal static int Report(int inputs)
    {
        Console.WriteLine($"ForEach over {inputs} inputs, {Limit} at a time: {Measure(inputs, ForEach)}");
        Console.WriteLine($"Gather of {inputs} numbers, {Limit} at a time: {Measure(inputs, Gather)}");
        return 0;
    }

    private static async Coroutine ForEach(IEnumerable<int> inputs, Action<int> onInput) =>
        await Asyncio.ForEach(inputs, Limit, async input =>
        {
            await Asyncio.Sleep(0.001);
            onInput(input);
        });

    private static async Coroutine Gather(IEnumerable<int> inputs, Action<int> onInput)
    {
        await Asyncio.Gather(inputs.Select(Double), Limit);

        async Coroutine<int> Double(int input)
        {
            await Asyncio.Sleep(0.001);
            onInput(input);
            return 2 * input;
        }
    }

    private static string Measure(int count, Func<IEnumerable<int>, Action<int>, Coroutine> run)
    {
        long most = 0;
        int tasks = 0;
        int inHand = 0;
        int mostInHand = 0;
        long before = 0;
        Asyncio.Run(Main(), new RunnerOptions { HandleInterrupts = false, Clock = new VirtualClock() });
        return $"at most {mostInHand} inputs in hand, {tasks} tasks, {most} bytes more than before";

        async Coroutine Main()
        {
            // What the first use of all this costs once.
            await run(Enumerable.Range(0, 2 * Limit), static _ => { });
            before = GC.GetTotalMemory(forceFullCollection: true);
            await run(Inputs(), input =>
            {
                inHand--;
                if (input % (count / 20) == count / 20 - 1)
                {
                    tasks = Math.Max(tasks, Asyncio.AllTasks().Count);
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            });
        }

        IEnumerable<int> Inputs()
        {
            for (int i = 0; i < count; i++)
            {
                mostInHand = Math.Max(mostInHand, ++inHand);
                yield return i;
            }
        }
    }
}
