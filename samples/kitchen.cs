#:project ../src/Simmer

// The same three orders, cooked by a synchronous chef, by several chefs, and by one asynchronous chef.
// A minute in the kitchen takes a tenth of a second here.
using System.Diagnostics;
using Simmer;
using static Simmer.Asyncio;

string[] dishes = ["pasta", "ravioli", "gnocchi"];

// Synchronous: one task at a time, blocking
Kitchen.Open("Synchronous chef");
foreach (string dish in dishes)
{
    CookWatching("the chef", dish);
}

Kitchen.Close(dishes.Length, chefs: 1);

// Multithreading: a chef for each order
Kitchen.Open("Several chefs");
Thread[] chefs = [.. dishes.Select((dish, index) => new Thread(() => CookWatching($"chef {index + 1}", dish)))];
foreach (Thread chef in chefs)
{
    chef.Start();
}

foreach (Thread chef in chefs)
{
    chef.Join();
}

Kitchen.Close(dishes.Length, chefs.Length);

// Async/await: one chef, who does something else while the water boils and the sauce simmers
Kitchen.Open("Asynchronous chef");
Run(Serve(dishes));
Kitchen.Close(dishes.Length, chefs: 1);

static void CookWatching(string chef, string dish)
{
    Kitchen.Say($"{chef} puts on the water for the {dish} and watches it");
    Thread.Sleep(Kitchen.Minutes(5));
    Chop(chef, dish);
    Kitchen.Say($"{chef} puts on the sauce for the {dish} and watches it");
    Thread.Sleep(Kitchen.Minutes(3));
    Plate(chef, dish);
}

static async Coroutine Serve(string[] dishes) => await Gather(dishes.Select(Cook));

static async Coroutine Cook(string dish)
{
    await Gather(Boil(dish), ChopMeanwhile(dish));
    Kitchen.Say($"the chef puts on the sauce for the {dish}");
    await Sleep(Kitchen.Minutes(3));
    Plate("the chef", dish);
}

static async Coroutine Boil(string dish)
{
    Kitchen.Say($"the chef puts on the water for the {dish}");
    await Sleep(Kitchen.Minutes(5));
}

static async Coroutine ChopMeanwhile(string dish) => Chop("the chef", dish);

// What takes a chef's hands takes the thread: nothing else is done meanwhile
[AllowBlocking("The chef's hands")]
static void Chop(string chef, string dish)
{
    Kitchen.Say($"{chef} chops the vegetables for the {dish}");
    Thread.Sleep(Kitchen.Minutes(1));
}

[AllowBlocking("The chef's hands")]
static void Plate(string chef, string dish)
{
    Kitchen.Say($"{chef} plates the {dish}");
    Thread.Sleep(Kitchen.Minutes(1));
    Kitchen.Say($"{chef} serves the {dish}");
}

internal static class Kitchen
{
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(0.1);
    private static readonly Stopwatch s_time = new();

    public static TimeSpan Minutes(int count) => count * s_minute;

    public static void Open(string title)
    {
        Console.WriteLine(title);
        s_time.Restart();
    }

    public static void Say(string text) => Console.WriteLine($"  {s_time.Elapsed / s_minute,2:F0}' {text}");

    public static void Close(int orders, int chefs) =>
        Console.WriteLine($"  {orders} orders in {s_time.Elapsed / s_minute:F0} minutes with {chefs} {(chefs == 1 ? "chef" : "chefs")}");
}
