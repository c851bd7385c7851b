using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.SwallowedCancellationAnalyzer, Simmer.CodeFixes.CancellationFix>;

namespace Simmer.Analyzers.Tests.Structure;

/// <summary>SIM031: a catch swallows cancellation.</summary>
public sealed class SwallowedCancellationTests
{
    private const string Everything =
        "This catch swallows the task's cancellation, which then goes on as if nobody had cancelled it: add 'when (e is not CancelledException)', "
        + "or a 'catch (CancelledException) { throw; }' before it";

    private const string OnlyIt = "This catch swallows the task's cancellation, which then goes on as if nobody had cancelled it: end it with 'throw;'";

    [Theory]
    [InlineData("{|#0:catch|} (Exception e) { Console.WriteLine(e); }", "catch (Exception e) when (e is not CancelledException) { Console.WriteLine(e); }")]
    [InlineData("{|#0:catch|} (Exception) { }", "catch (Exception e) when (e is not CancelledException) { }")]
    [InlineData("{|#0:catch|} { Console.WriteLine(); }", "catch (Exception e) when (e is not CancelledException)\n        { Console.WriteLine(); }")]
    public Task A_catch_of_everything_gets_a_filter(string handler, string fixedHandler) =>
        Verify.Fixes(Rules.SwallowedCancellation, Program(handler), Program(fixedHandler), Everything);

    [Theory]
    [InlineData("string e = \"\"; try { await Sleep(1); } {|#0:catch|} { Console.WriteLine(e); }", "string e = \"\"; try { await Sleep(1); } catch (Exception e2) when (e2 is not CancelledException) { Console.WriteLine(e); }")]
    [InlineData("try { await Sleep(1); } {|#0:catch|} (Exception) { int e = 5; Console.WriteLine(e); }", "try { await Sleep(1); } catch (Exception e2) when (e2 is not CancelledException) { int e = 5; Console.WriteLine(e); }")]
    public Task The_name_is_not_one_that_is_taken(string body, string fixedBody) => Verify.Fixes(
        Rules.SwallowedCancellation,
        "class C { static async Coroutine M() { " + body + " } }",
        "class C { static async Coroutine M() { " + fixedBody + " } }",
        Everything);

    [Theory]
    [InlineData("{|#0:catch|} (CancelledException) { Console.WriteLine(); }", "catch (CancelledException)\n        {\n            Console.WriteLine();\n            throw;\n        }")]
    [InlineData("{|#0:catch|} (OperationCanceledException) { }", "catch (OperationCanceledException)\n        {\n            throw;\n        }")]
    public Task A_catch_of_cancellation_throws_it_again(string handler, string fixedHandler) =>
        Verify.Fixes(Rules.SwallowedCancellation, Program(handler), Program(fixedHandler), OnlyIt);

    [Theory]
    [InlineData("await foreach (int n in Numbers()) { }")]
    [InlineData("await using (held) { }")]
    [InlineData("await using IAsyncDisposable own = held;")]
    public Task Every_kind_of_await_counts(string body) => Verify.Says(
        Rules.SwallowedCancellation,
        "class C { static async IAsyncEnumerable<int> Numbers() { await Sleep(1); yield return 1; } "
            + $"static async Coroutine M(IAsyncDisposable held) {{ try {{ {body} }} {{|#0:catch|}} (Exception e) {{ Console.WriteLine(e); }} }} }}",
        Everything);

    [Fact]
    public Task The_words_of_an_exception_are_not_the_exception() => Verify.Says(
        Rules.SwallowedCancellation,
        "class C { static async Coroutine M() { string? why = null; try { await Sleep(1); } {|#0:catch|} (Exception e) { why = e.Message; } Console.WriteLine(why); } }",
        Everything);

    [Theory]
    [InlineData("catch (IOException) { }")]
    [InlineData("catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("catch (Exception e) { if (e is CancelledException) { throw; } }")]
    [InlineData("catch (Exception e) when (e is not CancelledException) { }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { }")]
    [InlineData("catch (Exception e) when (e.Message == \"x\") { }")]
    [InlineData("catch (CancelledException) { throw; } catch (Exception) { }")]
    [InlineData("catch (CancelledException) { CurrentTask()!.Uncancel(); }")]
    public Task A_catch_that_lets_it_pass_is_fine(string handler) => Verify.Silent(Program(handler));

    [Theory]
    [InlineData("static async Coroutine M() { try { Console.WriteLine(); } catch (Exception) { } }")]
    [InlineData("static async Task M() { try { await Task.Yield(); } catch (Exception) { } }")]
    [InlineData("static async Coroutine M(LoopTask task) { task.Cancel(); try { await task; } catch (CancelledException) { } }")]
    [InlineData("static async Coroutine M(LoopTask task) { try { await task; } catch (CancelledException) { } }")]
    [InlineData("static async Coroutine M(LoopTask task) { task.Cancel(); try { await WaitFor(task, 5); } catch (Exception) { } }")]
    [InlineData("static async Coroutine M() { Exception? error = null; try { await Sleep(1); } catch (Exception e) { error = e; } if (error is not null) throw error; }")]
    [InlineData("static async Coroutine<Exception?> M() { try { await Sleep(1); } catch (Exception e) { return e; } return null; }")]
    [InlineData("static async Coroutine M(List<Exception> errors) { try { await Sleep(1); } catch (Exception e) { errors.Add(e); } }")]
    [InlineData("static async Coroutine M(TaskCompletionSource end) { try { await Sleep(1); } catch (Exception e) { end.TrySetException(e); } }")]
    [InlineData("static async Coroutine M(System.Threading.Channels.ChannelWriter<int> to) { try { await Sleep(1); } catch (Exception e) { to.Complete(e); } }")]
    [InlineData("static async Coroutine<object> M() { (int, Exception?) end = default; try { await Sleep(1); } catch (Exception e) { end = (1, e); } return end; }")]
    [InlineData("static async Coroutine M() { System.Runtime.ExceptionServices.ExceptionDispatchInfo? error = null; try { await Sleep(1); } catch (Exception e) { error = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e); } error?.Throw(); }")]
    [InlineData("static async Coroutine M() { try { await TaskGroup.Run(async g => { await Sleep(1); }); } finally { Console.WriteLine(); } }")]
    public Task Where_no_cancellation_comes_or_another_tasks_it_is_fine(string member) => Verify.Silent("class C { " + member + " }");

    private static string Program(string handler) =>
        "class C\n{\n    static async Coroutine M()\n    {\n        try { await Sleep(1); }\n        " + handler + "\n    }\n}";
}
