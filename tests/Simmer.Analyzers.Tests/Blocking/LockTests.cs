using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.LockAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Blocking;

/// <summary>SIM013: a coroutine that awaits takes a thread's lock.</summary>
public sealed class LockTests
{
    [Theory]
    [InlineData("{|#0:lock|} (gate) { Console.WriteLine(); } await Sleep(1);")]
    [InlineData("await Sleep(1); {|#0:lock|} (new Lock()) { Console.WriteLine(); }")]
    [InlineData("{|#0:lock|} (gate) { Console.WriteLine(); } await foreach (int n in Numbers()) { }")]
    [InlineData("{|#0:lock|} (gate) { Console.WriteLine(); } await using var mutex = (IAsyncDisposable)gate;")]
    [InlineData("await TaskGroup.Run(async group => { {|#0:lock|} (gate) { Console.WriteLine(); } await Sleep(1); });")]
    public Task A_lock_beside_an_await_is_named(string body) => Verify.Says(
        Rules.LockInCoroutine,
        Program(body),
        "This 'lock' blocks the event loop while another thread holds it, and guards nothing across an await: between two awaits no other task runs, so drop it, "
            + "or use 'using (await mutex.Acquire())' of an 'AsyncLock'");

    [Theory]
    [InlineData("lock (gate) { Console.WriteLine(); }")]
    [InlineData("await ToThread(() => { lock (gate) { Console.WriteLine(); } });")]
    [InlineData("using (await new AsyncLock().Acquire()) { await Sleep(1); }")]
    public Task A_lock_in_no_coroutine_or_alone_is_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) => "class C\n{\n    static async IAsyncEnumerable<int> Numbers() { await Sleep(1); yield return 1; }\n    static async Coroutine M(object gate) { " + body + " }\n}";
}
