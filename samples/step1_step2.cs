#:project ../src/Simmer

using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> Step1()
{
    Console.WriteLine("Step 1: Starting");
    await Sleep(2); // Pause 2 seconds
    Console.WriteLine("Step 1: Done");
    return "Result A";
}

static async Coroutine<string> Step2()
{
    Console.WriteLine("Step 2: Starting");
    await Sleep(1); // Pause 1 second
    Console.WriteLine("Step 2: Done");
    return "Result B";
}

static async Coroutine Main()
{
    double start = GetRunningLoop().Time;
    Console.WriteLine("One after the other:");
    string a = await Step1(); // Pauses Main until step 1 completes
    string b = await Step2();
    Console.WriteLine($"{a}, {b} after {GetRunningLoop().Time - start:F0} s");

    start = GetRunningLoop().Time;
    Console.WriteLine("During the pause of one, the other:");
    (a, b) = await Gather(Step1(), Step2());
    Console.WriteLine($"{a}, {b} after {GetRunningLoop().Time - start:F0} s");
}
