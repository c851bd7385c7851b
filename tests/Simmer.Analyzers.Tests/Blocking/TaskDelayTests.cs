using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.TaskDelayAnalyzer, Simmer.CodeFixes.BlockingCallFix>;

namespace Simmer.Analyzers.Tests.Blocking;

/// <summary>SIM015: <c>Task.Delay</c> in a coroutine.</summary>
public sealed class TaskDelayTests
{
    [Theory]
    [InlineData("await {|#0:Task.Delay(1500)|};", "await Sleep(1.5);", "1.5")]
    [InlineData("await {|#0:Task.Delay(n)|};", "await Sleep(TimeSpan.FromMilliseconds(n));", "TimeSpan.FromMilliseconds(n)")]
    [InlineData("await {|#0:Task.Delay(TimeSpan.FromHours(1))|};", "await Sleep(TimeSpan.FromHours(1));", "TimeSpan.FromHours(1)")]
    [InlineData("await {|#0:Task.Delay(-1)|};", "await Sleep(double.PositiveInfinity);", "double.PositiveInfinity")]
    [InlineData("await {|#0:Task.Delay(System.Threading.Timeout.Infinite, Asyncio.CancellationToken)|};", "await Sleep(double.PositiveInfinity);", "double.PositiveInfinity")]
    [InlineData("await {|#0:Task.Delay(1000, Asyncio.CancellationToken)|};", "await Sleep(1);", "1")]
    public Task A_delay_becomes_a_sleep(string body, string fixedBody, string delay) => Verify.Fixes(Rules.TaskDelay, Program(body), Program(fixedBody), Message(delay));

    [Theory]
    [InlineData("await {|#0:Task.Delay(1000, token)|};")]
    [InlineData("await Task.WhenAny({|#0:Task.Delay(1000)|}, Task.CompletedTask);")]
    public Task What_no_fix_is_certain_for_is_named(string body) => Verify.Says(Rules.TaskDelay, Program(body), Message("1"));

    [Fact]
    public Task Elsewhere_or_on_a_given_clock_it_is_fine() => Verify.Silent(
        "class C { static async Task M() => await Task.Delay(1); static async Coroutine N() => await Task.Delay(TimeSpan.FromSeconds(1), GetRunningLoop().Clock); }");

    private static string Message(string delay) =>
        $"'Task.Delay' waits on a timer of the thread pool, which a virtual clock does not move and a cancelled task does not stop: write 'await Sleep({delay})'";

    private static string Program(string body) => "class C\n{\n    static async Coroutine M(int n, CancellationToken token) { " + body + " }\n}";
}
