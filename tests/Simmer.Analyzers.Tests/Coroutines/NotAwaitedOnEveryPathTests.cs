using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.CoroutineUseAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Coroutines;

/// <summary>SIM002: a coroutine is awaited on some paths, and lost on others.</summary>
public sealed class NotAwaitedOnEveryPathTests
{
    private const string Message =
        "The coroutine 'Hello' is not awaited on every path from here: await 'c' on each, call it where it is needed, or give it up with 'c.Close()'";

    [Theory]
    [InlineData("var c = {|#0:Hello()|}; if (flag) { await c; }")]
    [InlineData("var c = {|#0:Hello()|}; if (flag) { return; } await c;")]
    [InlineData("var c = {|#0:Hello()|}; if (flag) { await c; } else { Console.WriteLine(c); }")]
    [InlineData("var c = {|#0:Hello()|}; switch (n) { case 1: await c; break; case 2: c.Close(); break; }")]
    [InlineData("var c = {|#0:Hello()|}; while (n-- > 0) { await c; break; }")]
    [InlineData("Coroutine c = default; if (flag) { c = {|#0:Hello()|}; } if (n > 3) { await c; }")]
    [InlineData("for (int i = 0; i < n; i++) { var c = {|#0:Hello()|}; if (flag) { continue; } await c; }")]
    [InlineData("Func<Coroutine> f = async () => { var c = {|#0:Hello()|}; if (flag) { await c; } }; await f();")]
    [InlineData("var c = {|#0:Hello()|}; try { if (flag) { return; } await c; } catch (IOException) { }")]
    public Task A_path_that_forgets_it_is_named(string body) => Verify.Says(Rules.NotAwaitedOnEveryPath, Program(body), Message);

    [Theory]
    [InlineData("var c = Hello(); if (flag) { await c; } else { c.Close(); }")]
    [InlineData("var c = Hello(); if (flag) { await c; } if (!flag) { c.Close(); }")]
    [InlineData("Coroutine c = default; if (flag) { c = Hello(); } if (flag) { await c; }")]
    [InlineData("Coroutine c = default; bool made = false; if (n > 3) { c = Hello(); made = true; } if (made) { await c; }")]
    [InlineData("Coroutine? c = null; if (flag) { c = Hello(); } if (c is not null) { await c.Value; }")]
    [InlineData("Coroutine? c = null; if (flag) { c = Hello(); } if (c is { } made) { await made; }")]
    [InlineData("var c = Hello(); switch (n) { case 1: await c; break; default: CreateTask(c); break; }")]
    [InlineData("var c = Hello(); while (true) { if (flag) { await c; break; } await Sleep(1); }")]
    [InlineData("var c = Hello(); await (flag ? c : throw new InvalidOperationException());")]
    [InlineData("var c = Hello(); if (flag) { Environment.Exit(1); } else { await c; }")]
    [InlineData("var c = Hello(); if (flag) { Fail(); return; } await c; [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail() => throw new IOException();")]
    public Task Paths_that_agree_are_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "class C\n{\n    static async Coroutine Hello() { }\n    static async Coroutine M(bool flag, int n) { " + body + " }\n}";
}
