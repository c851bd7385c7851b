using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.AwaiterResultAnalyzer, Simmer.CodeFixes.BlockingCallFix>;

namespace Simmer.Analyzers.Tests.Blocking;

/// <summary>SIM014: <c>GetResult</c> of Simmer's awaiters does not wait.</summary>
public sealed class AwaiterResultTests
{
    [Fact]
    public Task In_a_coroutine_it_becomes_an_await() => Verify.Fixes(
        Rules.AwaiterResult,
        Program("static async Coroutine M() { int x = {|#0:Five().GetAwaiter().GetResult()|}; }"),
        Program("static async Coroutine M() { int x = await Five(); }"),
        "'GetAwaiter().GetResult()' does not wait for a coroutine: it throws unless that has ended; write 'await Five()'");

    [Fact]
    public Task A_choice_keeps_its_parentheses() => Verify.Fixes(
        Rules.AwaiterResult,
        Program("static async Coroutine M(bool twice) { int x = {|#0:(twice ? Five() : Five()).GetAwaiter().GetResult()|}; }"),
        Program("static async Coroutine M(bool twice) { int x = await (twice ? Five() : Five()); }"),
        "'GetAwaiter().GetResult()' does not wait for a coroutine: it throws unless that has ended; write 'await (twice ? Five() : Five())'");

    [Fact]
    public Task In_an_entry_point_that_awaits_it_is_to_be_run() => Verify.Says(
        Rules.AwaiterResult,
        "await Task.Yield();\nint x = {|#0:Five().GetAwaiter().GetResult()|};\nstatic async Coroutine<int> Five() => 5;",
        "'GetAwaiter().GetResult()' does not wait for a coroutine: it throws unless that has ended; write 'Run(Five())' where no loop runs yet, or await it in a coroutine");

    [Fact]
    public Task Elsewhere_it_is_named() => Verify.Says(
        Rules.AwaiterResult,
        Program("static int M() => {|#0:Five().GetAwaiter().GetResult()|}; static void N() { {|#1:CreateTask(Five()).GetAwaiter().GetResult()|}; }"),
        "'GetAwaiter().GetResult()' does not wait for a coroutine: it throws unless that has ended; write 'Run(Five())' where no loop runs yet, or await it in a coroutine",
        "'GetAwaiter().GetResult()' does not wait for a task: it throws unless that has ended; write 'Run(CreateTask(Five()))' where no loop runs yet, or await it in a coroutine");

    [Fact]
    public Task A_task_that_may_be_done_is_fine() => Verify.Silent(
        Program("static int M(LoopTask<int> task) => task.GetAwaiter().GetResult(); static int N() => Task.FromResult(5).GetAwaiter().GetResult();"));

    private static string Program(string members) => "class C\n{\n    static async Coroutine<int> Five() => 5;\n    " + members + "\n}";
}
