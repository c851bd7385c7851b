using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.LeftTheLoopAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Loops;

/// <summary>SIM023: the loop is used after <c>ConfigureAwait(false)</c> has left it.</summary>
public sealed class LeftTheLoopTests
{
    [Theory]
    [InlineData("await task.ConfigureAwait(false); {|#0:CreateTask(Hello())|};", "CreateTask")]
    [InlineData("await task.ConfigureAwait(false); {|#0:await Sleep(1)|};", "await Sleep(1)")]
    [InlineData("if (flag) { await task.ConfigureAwait(false); } {|#0:CreateTask(Hello())|};", "CreateTask")]
    [InlineData("await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); {|#0:GetRunningLoop()|};", "GetRunningLoop")]
    [InlineData("while (flag) { {|#0:GetRunningLoop()|}; await task.ConfigureAwait(false); }", "GetRunningLoop")]
    public Task The_use_is_named_with_the_line_that_left(string body, string name) => Verify.Says(
        Rules.LeftTheLoop,
        Program("Task", body),
        $"'{name}' needs the loop's thread, and after 'ConfigureAwait(false)' on line 4 this method may go on on another one: drop that call, or make the method a coroutine");

    [Theory]
    [InlineData("await task.ConfigureAwait(true); CreateTask(Hello());")]
    [InlineData("CreateTask(Hello()); await task.ConfigureAwait(false);")]
    [InlineData("if (flag) { await task.ConfigureAwait(false); return; } CreateTask(Hello());")]
    [InlineData("await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing); CreateTask(Hello());")]
    [InlineData("await task.ConfigureAwait(false); Console.WriteLine();")]
    public Task Before_it_or_without_it_the_loop_is_there(string body) => Verify.Silent(Program("Task", body));

    [Fact]
    public Task A_coroutine_always_comes_back() => Verify.Silent(Program("Coroutine", "await task.ConfigureAwait(false); CreateTask(Hello());"));

    private static string Program(string returns, string body) =>
        "class C\n{\n    static async Coroutine Hello() { }\n    static async " + returns + " M(Task task, bool flag) { " + body + " }\n}";
}
