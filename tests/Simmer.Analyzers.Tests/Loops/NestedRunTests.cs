using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.BlockingCallAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Loops;

/// <summary>SIM021: a loop is run inside a loop.</summary>
public sealed class NestedRunTests
{
    [Theory]
    [InlineData("{|#0:Asyncio.Run(Hello())|};", "Asyncio.Run", "a coroutine runs on one")]
    [InlineData("using var runner = new Runner(); {|#0:runner.Run(Hello())|};", "Runner.Run", "a coroutine runs on one")]
    [InlineData("{|#0:new EventLoop().RunUntilComplete(Hello())|};", "EventLoop.RunUntilComplete", "a coroutine runs on one")]
    [InlineData("GetRunningLoop().CallSoon(() => {|#0:Run(Hello())|});", "Asyncio.Run", "a callback of the loop runs on one")]
    [InlineData("{|#0:Helper()|};", "Helper → Asyncio.Run", "a coroutine runs on one")]
    public Task A_run_on_the_loop_is_named(string body, string way, string why) => Verify.Says(
        Rules.NestedRun,
        Program(body.Replace("Helper()", "C.Helper()", StringComparison.Ordinal)),
        $"'{way.Replace("Helper", "C.Helper", StringComparison.Ordinal)}' throws when a loop runs on this thread already, and {why}: await the coroutine instead");

    [Theory]
    [InlineData("new Thread(() => Run(Hello())).Start();")]
    [InlineData("await ToThread(() => Run(Hello()));")]
    [InlineData("await Hello();")]
    public Task A_run_on_another_thread_is_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "class C\n{\n    static async Coroutine Hello() { }\n    static void Helper() => Run(Hello());\n    static async Coroutine M() { " + body + " }\n}";
}
