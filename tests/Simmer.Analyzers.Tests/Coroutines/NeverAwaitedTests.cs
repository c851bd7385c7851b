using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.CoroutineUseAnalyzer, Simmer.CodeFixes.AwaitFix>;

namespace Simmer.Analyzers.Tests.Coroutines;

/// <summary>SIM001: a coroutine is never awaited.</summary>
public sealed class NeverAwaitedTests
{
    private const string Fetch = "\nclass C\n{\n    static async Coroutine<string> Fetch(int n = 0) => \"data\";\n    static async Coroutine Hello() { }\n    static Coroutine? Maybe() => null;\n";

    private const string Advice =
        "The coroutine 'Hello' is never awaited, so none of its body runs: write 'await Hello()', or make a task of it with 'CreateTask'";

    [Fact]
    public Task A_statement_in_a_coroutine_gets_an_await() => Verify.Fixes(
        Rules.NeverAwaited,
        Fetch + "static async Coroutine M() { {|#0:Hello()|}; } }",
        Fetch + "static async Coroutine M() { await Hello(); } }",
        Advice);

    [Fact]
    public Task A_discard_gets_an_await() => Verify.Fixes(
        Rules.NeverAwaited,
        Fetch + "static async Coroutine M() { _ = {|#0:Hello()|}; } }",
        Fetch + "static async Coroutine M() { await Hello(); } }",
        Advice);

    [Fact]
    public Task A_variable_that_is_only_printed_gets_the_result() => Verify.Fixes(
        Rules.NeverAwaited,
        Fetch + "static async Coroutine M() { var result = {|#0:Fetch(3)|}; Console.WriteLine(result); } }",
        Fetch + "static async Coroutine M() { var result = await Fetch(3); Console.WriteLine(result); } }",
        "The coroutine 'Fetch' is never awaited, so none of its body runs: write 'await Fetch(3)', or make a task of it with 'CreateTask'");

    [Fact]
    public Task A_statement_of_a_program_is_run() => Verify.Fixes(
        Rules.NeverAwaited,
        "{|#0:Hello()|};\n\nstatic async Coroutine Hello() { }",
        "Run(Hello());\n\nstatic async Coroutine Hello() { }",
        "The coroutine 'Hello' is never awaited, so none of its body runs: write 'Run(Hello())'");

    [Theory]
    [InlineData("{|#0:Hello()|};")]
    [InlineData("_ = {|#0:Hello()|};")]
    public Task A_program_that_awaits_has_no_loop_either(string statement) => Verify.Fixes(
        Rules.NeverAwaited,
        $"await Task.Yield();\n{statement}\n\nstatic async Coroutine Hello() {{ }}",
        "await Task.Yield();\nRun(Hello());\n\nstatic async Coroutine Hello() { }",
        "The coroutine 'Hello' is never awaited, so none of its body runs: write 'Run(Hello())'");

    [Theory]
    [InlineData("var c = {|#0:Hello()|};")]
    [InlineData("Console.WriteLine({|#0:Hello()|});")]
    [InlineData("lock (Console.Out) { {|#0:Hello()|}; }")]
    public Task Where_an_await_cannot_stand_there_is_no_fix(string body)
    {
        string program = Fetch + $"static async Coroutine M() {{ {body} }} }}";
        return Verify.Fixes(Rules.NeverAwaited, program, program, Advice);
    }

    [Theory]
    [InlineData("other?{|#0:.Go()|};", "Go", "await other.Go()")]
    [InlineData("{|#0:Maybe()|};", "Maybe", "await Maybe()")]
    public Task What_may_be_null_is_asked_first(string body, string name, string write) => Verify.Says(
        Rules.NeverAwaited,
        Fetch + $"async Coroutine Go() {{ }} static async Coroutine M(C? other) {{ {body} }} }}",
        $"The coroutine '{name}' is never awaited, so none of its body runs: where it is not null, write '{write}', or make a task of it with 'CreateTask'");

    [Fact]
    public Task A_call_in_a_callback_is_dropped() => Verify.Says(
        Rules.NeverAwaited,
        Fetch + "static void M(EventLoop loop) { loop.CallSoon(() => {|#0:Hello()|}); } }",
        "The coroutine 'Hello' is never awaited, so none of its body runs: await it in a coroutine, or return it");

    [Fact]
    public Task A_printed_call_is_not_awaited() => Verify.Says(
        Rules.NeverAwaited,
        Fetch + "static async Coroutine M() { Console.WriteLine($\"{{|#0:Fetch()|}}\"); } }",
        "The coroutine 'Fetch' is never awaited, so none of its body runs: write 'await Fetch()', or make a task of it with 'CreateTask'");

    [Fact]
    public Task A_sleep_alone_is_a_coroutine_too() => Verify.Fixes(
        Rules.NeverAwaited,
        Fetch + "static async Coroutine M() { {|#0:Sleep(1)|}; } }",
        Fetch + "static async Coroutine M() { await Sleep(1); } }",
        "The coroutine 'Sleep' is never awaited, so none of its body runs: write 'await Sleep(1)', or make a task of it with 'CreateTask'");

    [Fact]
    public Task A_value_that_is_overwritten_is_lost() => Verify.Says(
        Rules.NotAwaitedOnEveryPath,
        Fetch + "static async Coroutine M() { Coroutine c = {|#0:Hello()|}; c = Sleep(1); await c; } }",
        "The coroutine 'Hello' is not awaited on every path from here: await 'c' on each, call it where it is needed, or give it up with 'c.Close()'");

    [Theory]
    [InlineData("await Hello();")]
    [InlineData("var c = Hello(); await c;")]
    [InlineData("await Gather(Hello(), Hello());")]
    [InlineData("var c = Fetch(); Console.WriteLine(c); Console.WriteLine(await c);")]
    [InlineData("Hello().Close();")]
    [InlineData("var c = Hello(); c.Close();")]
    [InlineData("Coroutine c; c = Hello(); await c;")]
    [InlineData("Func<Coroutine> f = () => Hello(); await f();")]
    [InlineData("List<Coroutine> all = [Hello()]; await Gather(all);")]
    [InlineData("var c = Hello(); Func<Coroutine> f = async () => await c; await f();")]
    [InlineData("var c = DateTime.Now.Ticks > 5 ? Hello() : Sleep(1); await c;")]
    [InlineData("var c = Hello(); try { await Sleep(1); } finally { await c; }")]
    [InlineData("if (Maybe() is { } c) { await c; }")]
    [InlineData("if (Maybe() is Coroutine c) { await c; }")]
    [InlineData("if (Maybe() is not { } c) { return; } await c;")]
    [InlineData("if (Hello() is var c) { await c; }")]
    [InlineData("var c = Hello(); if (DateTime.Now.Ticks > 5) throw new InvalidOperationException(); await c;")]
    public Task What_is_awaited_handed_on_or_given_up_is_fine(string body) => Verify.Silent(Fetch + $"static async Coroutine M() {{ {body} }} }}");

    [Fact]
    public Task What_is_returned_is_fine() => Verify.Silent(
        Fetch + "static Coroutine M() => Hello(); static Coroutine N() { var c = Hello(); return c; } }");
}
