namespace Simmer.Cli.Demo;

/// <summary>What is done for a dish.</summary>
internal enum Work
{
    Water,
    Chop,
    Sauce,
    Plate,
}

/// <summary>Three orders and three ways to cook them. What takes a chef's hands takes the thread; water and sauce only take time.</summary>
internal sealed class Kitchen(KitchenBoard board, TimeSpan minute)
{
    internal static readonly string[] Dishes = ["pasta", "ravioli", "gnocchi"];

    /// <summary>One chef, who watches the water until it boils.</summary>
    internal void CookInTurn()
    {
        foreach (string dish in Dishes)
        {
            CookWatching("the chef", dish);
        }
    }

    /// <summary>A chef, and a thread, for each order.</summary>
    internal void CookOnThreads()
    {
        Thread[] chefs = [.. Dishes.Select((dish, index) => new Thread(() => CookWatching($"chef {index + 1}", dish)))];
        Array.ForEach(chefs, chef => chef.Start());
        Array.ForEach(chefs, chef => chef.Join());
    }

    /// <summary>One chef, who does something else while the water boils and the sauce simmers.</summary>
    internal void CookAsynchronously() => Asyncio.Run(Serve(), new RunnerOptions { HandleInterrupts = false });

    private void CookWatching(string chef, string dish)
    {
        ByHand(chef, dish, Work.Water, 5);
        ByHand(chef, dish, Work.Chop, 1);
        ByHand(chef, dish, Work.Sauce, 3);
        ByHand(chef, dish, Work.Plate, 1);
    }

    private async Coroutine Serve() => await Asyncio.Gather(Dishes.Select(Cook));

#pragma warning disable SIM012 // What takes a chef's hands takes the thread: that is what the kitchen shows.
    private async Coroutine Cook(string dish)
    {
        await Asyncio.Gather(ByItself(dish, Work.Water, 5), Chop(dish));
        await ByItself(dish, Work.Sauce, 3);
        ByHand("the chef", dish, Work.Plate, 1);
    }

    private async Coroutine Chop(string dish) => ByHand("the chef", dish, Work.Chop, 1);
#pragma warning restore SIM012

    private async Coroutine ByItself(string dish, Work work, int minutes)
    {
        board.Begin("the chef", dish, work);
        await Asyncio.Sleep(minutes * minute);
        board.End(dish, work);
    }

    private void ByHand(string chef, string dish, Work work, int minutes)
    {
        board.Begin(chef, dish, work);
        Thread.Sleep(minutes * minute);
        board.End(dish, work);
    }
}
