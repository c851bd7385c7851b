using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.UndrainedStoreAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Coroutines;

/// <summary>SIM003: coroutines go into a field or a collection, and nobody takes them out.</summary>
public sealed class NeverDrainedTests
{
    [Theory]
    [InlineData("private Coroutine {|#0:_kept|}; void M() { _kept = Hello(); }")]
    [InlineData("private Coroutine {|#0:_kept|} = Hello();")]
    [InlineData("private Coroutine? {|#0:_kept|}; void M() { _kept = Hello(); Console.WriteLine(_kept); }")]
    [InlineData("private static readonly List<Coroutine> {|#0:_kept|} = []; void M() { _kept.Add(Hello()); }")]
    [InlineData("private readonly Queue<Coroutine> {|#0:_kept|} = new(); int M() { _kept.Enqueue(Hello()); return _kept.Count; }")]
    [InlineData("private readonly Dictionary<int, Coroutine> {|#0:_kept|} = []; void M() { _kept[1] = Hello(); _kept.Clear(); }")]
    [InlineData("private Coroutine {|#0:_kept|} { get; set; } void M() { _kept = Hello(); }")]
    [InlineData("void M() { var {|#0:_kept|} = new List<Coroutine>(); _kept.Add(Hello()); }")]
    [InlineData("void M() { Coroutine[] {|#0:_kept|} = [Hello(), Hello()]; }")]
    [InlineData("void M() { var {|#0:_kept|} = new[] { Hello(), Hello() }; Console.WriteLine(_kept.Length); }")]
    [InlineData("void M() { var {|#0:_kept|} = Enumerable.Range(1, 3).Select(_ => Hello()).ToArray(); }")]
    public Task A_store_that_is_never_read_is_named(string members) => Verify.Says(
        Rules.NeverDrained,
        Program(members),
        "The coroutines kept in '_kept' are never awaited, because nothing reads '_kept': await them, 'await Gather(_kept)', or keep tasks made with 'CreateTask'");

    [Fact]
    public Task A_collection_that_is_dropped_is_named() => Verify.Says(
        Rules.NeverDrained,
        Program("void M() { _ = {|#0:Enumerable.Range(1, 3).Select(_ => Hello()).ToList()|}; }"),
        "The coroutines kept in 'ToList(…)' are never awaited, because nothing reads 'ToList(…)': await them, 'await Gather(ToList(…))', or keep tasks made with "
            + "'CreateTask'");

    [Theory]
    [InlineData("private Coroutine _kept; void M() { _kept = Hello(); } async Coroutine N() => await _kept;")]
    [InlineData("private readonly List<Coroutine> _kept = []; void M() { _kept.Add(Hello()); } async Coroutine N() { foreach (var c in _kept) await c; }")]
    [InlineData("private readonly List<Coroutine> _kept = []; void M() { _kept.Add(Hello()); } async Coroutine N() => await Gather(_kept);")]
    [InlineData("private readonly Queue<Coroutine> _kept = new(); void M() { _kept.Enqueue(Hello()); } async Coroutine N() => await _kept.Dequeue();")]
    [InlineData("private readonly List<Coroutine> _kept = []; List<Coroutine> M() { _kept.Add(Hello()); return _kept; }")]
    [InlineData("private Coroutine? _kept; void M() { _kept = Hello(); } async Coroutine N() { if (_kept is { } kept) { await kept; } }")]
    [InlineData("private readonly List<Coroutine> _kept = []; int M() => _kept.Count;")]
    [InlineData("internal Coroutine Kept = Hello();")]
    [InlineData("private readonly List<Func<Coroutine>> _kept = []; void M() { _kept.Add(Hello); }")]
    [InlineData("private readonly List<LoopTask> _kept = []; void M() { _kept.Add(CreateTask(Hello())); }")]
    [InlineData("async Coroutine M() { var all = new List<Coroutine>(); all.Add(Hello()); await Gather(all); }")]
    [InlineData("async Coroutine M() { var all = new[] { Hello(), Hello() }; foreach (var c in all) { await c; } }")]
    public Task A_store_that_is_read_or_cannot_be_seen_whole_is_fine(string members) => Verify.Silent(Program(members));

    [Fact]
    public Task Generated_code_may_read_a_store() => Verify.SilentBeside(
        "C.g.cs",
        "partial class C { async Coroutine N() => await Gather(_kept); private readonly List<Coroutine> _own = []; void O() => _own.Add(Hello()); }",
        "partial class C { static async Coroutine Hello() { } private readonly List<Coroutine> _kept = []; void M() => _kept.Add(Hello()); }");

    private static string Program(string members) => "class C\n{\n    static async Coroutine Hello() { }\n    " + members + "\n}";
}
