using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.CoroutineUseAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Coroutines;

/// <summary>SIM004: a coroutine is awaited twice.</summary>
public sealed class AwaitedTwiceTests
{
    private const string Message =
        "The coroutine 'c' is awaited for the second time here, which throws: keep the result of the first await, or make a task with 'CreateTask', "
        + "which can be awaited again";

    [Theory]
    [InlineData("var c = Hello(); await c; {|#0:await c|};")]
    [InlineData("var c = Hello(); await c; if (flag) { {|#0:await c|}; }")]
    [InlineData("var c = Hello(); while (n-- > 0) { {|#0:await c|}; }")]
    [InlineData("var c = Hello(); foreach (int i in new[] { 1, 2 }) { {|#0:await c|}; }")]
    [InlineData("var c = Hello(); LoopTask task = CreateTask(c); await Gather({|#0:c|}, task);")]
    [InlineData("var c = Hello(); while (true) { try { {|#0:await c|}; return; } catch (IOException) { } }")]
    [InlineData("var c = Hello(); try { await c; } finally { {|#0:await c|}; }")]
    [InlineData("var c = Hello(); await WaitFor(c, 1); {|#0:await c|};")]
    [InlineData("Coroutine c; if (flag) { c = Hello(); } else { c = Sleep(1); } await c; {|#0:await c|};")]
    [InlineData("var c = flag ? Hello() : Sleep(1); await c; {|#0:await c|};")]
    public Task The_second_await_is_named(string body) => Verify.Says(Rules.AwaitedTwice, Program(body), Message);

    [Fact]
    public Task A_parameter_is_awaited_once_too() => Verify.Says(
        Rules.AwaitedTwice,
        "class C { static async Coroutine M(Coroutine c) { await c; {|#0:await c|}; } }",
        Message);

    [Theory]
    [InlineData("var c = Hello(); if (flag) { await c; } else { await c; }")]
    [InlineData("var c = Hello(); if (flag) { await c; } if (!flag) { await c; }")]
    [InlineData("var c = Hello(); await c; c = Hello(); await c;")]
    [InlineData("for (int i = 0; i < n; i++) { var c = Hello(); await c; }")]
    [InlineData("var c = Hello(); while (true) { await c; break; }")]
    [InlineData("LoopTask task = CreateTask(Hello()); await task; await task;")]
    [InlineData("var c = Hello(); await c; Console.WriteLine(c);")]
    [InlineData("var c = Hello(); while (n-- > 0) { await c; c = Hello(); } c.Close();")]
    public Task Once_on_each_path_is_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "class C\n{\n    static async Coroutine Hello() { }\n    static async Coroutine M(bool flag, int n) { " + body + " }\n}";
}
