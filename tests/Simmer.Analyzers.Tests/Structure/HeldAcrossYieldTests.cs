using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.HeldAcrossYieldAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Structure;

/// <summary>SIM032: a lock is held across a <c>yield return</c>.</summary>
public sealed class HeldAcrossYieldTests
{
    [Theory]
    [InlineData("using (await mutex.Acquire()) { {|#0:yield return 1;|} }", "'mutex'")]
    [InlineData("using var held = await mutex.Acquire(); await Sleep(1); if (n > 1) { {|#0:yield return 1;|} }", "'mutex'")]
    [InlineData("await slots.Acquire(); try { {|#0:yield return 1;|} } finally { slots.Release(); }", "'slots'")]
    [InlineData("await gate.WaitAsync(); try { for (;;) { {|#0:yield return 1;|} } } finally { gate.Release(); }", "'gate'")]
    public Task What_is_held_is_named(string body, string held) => Verify.Says(
        Rules.HeldAcrossYield,
        Program(body),
        $"{held} is held across this 'yield return', for as long as the reader takes, and for ever if it abandons the iterator: release it before");

    [Theory]
    [InlineData("int x; using (await mutex.Acquire()) { x = 1; } yield return x;")]
    [InlineData("{ using var held = await mutex.Acquire(); } yield return 1;")]
    [InlineData("using var stream = new MemoryStream(); await Sleep(1); yield return 1;")]
    [InlineData("await Sleep(1); try { yield return 1; } finally { Console.WriteLine(); }")]
    public Task What_is_released_before_or_is_no_lock_is_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "class C\n{\n    static async IAsyncEnumerable<int> M(AsyncLock mutex, AsyncSemaphore slots, SemaphoreSlim gate, int n) { " + body + " }\n}";
}
