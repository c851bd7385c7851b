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
    [InlineData("{|#0:catch|} (CancelledException) { Console.WriteLine(); }", "catch (CancelledException)\n        {\n            Console.WriteLine();\n            throw;\n        }")]
    [InlineData("{|#0:catch|} (OperationCanceledException) { }", "catch (OperationCanceledException)\n        {\n            throw;\n        }")]
    public Task A_catch_of_cancellation_throws_it_again(string handler, string fixedHandler) =>
        Verify.Fixes(Rules.SwallowedCancellation, Program(handler), Program(fixedHandler), OnlyIt);

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
    [InlineData("static async Coroutine M() { try { await TaskGroup.Run(async g => { await Sleep(1); }); } finally { Console.WriteLine(); } }")]
    public Task Where_no_cancellation_comes_or_another_tasks_it_is_fine(string member) => Verify.Silent("class C { " + member + " }");

    private static string Program(string handler) =>
        "class C\n{\n    static async Coroutine M()\n    {\n        try { await Sleep(1); }\n        " + handler + "\n    }\n}";
}
