using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.AsyncVoidAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Structure;

/// <summary>SIM030: an async function that returns void.</summary>
public sealed class AsyncVoidTests
{
    [Theory]
    [InlineData("static async void {|#0:M|}() { await Task.Yield(); }", "method 'M'", "")]
    [InlineData("class D { class E { static void N() { async void {|#0:M|}() { await Task.Yield(); } M(); } } }", "local function 'M'", "")]
    [InlineData("static void N() { async void {|#0:M|}() { await Task.Yield(); } M(); }", "local function 'M'", "")]
    [InlineData("static void N(EventLoop loop) => loop.CallSoon({|#0:async|} () => await Task.Yield());", "lambda", ", and give the loop a callback that makes a task of it")]
    [InlineData("static void N(List<int> list) => list.ForEach({|#0:async|} x => await Task.Yield());", "lambda", ", to a parameter that takes one")]
    public Task The_function_is_named(string member, string what, string advice) => Verify.Says(
        Rules.AsyncVoid,
        "class C { " + member + " }",
        $"Nobody can await this async void {what}, cancel it or catch its error, which ends the process: return 'Coroutine'{advice}");

    [Theory]
    [InlineData("static async Coroutine M() { await Task.Yield(); }")]
    [InlineData("static async Task M() { await Task.Yield(); }")]
    [InlineData("async void OnClosed(object sender, EventArgs e) { await Task.Yield(); }")]
    [InlineData("event Action? E; void M() { E += async () => await Task.Yield(); E?.Invoke(); }")]
    [InlineData("event Action<string>? E; void M() { E += On; E?.Invoke(\"\"); } async void On(string text) { await Task.Yield(); }")]
    [InlineData("event Action<string>? E; void M() { E += new Action<string>(this.On); E?.Invoke(\"\"); } async void On(string text) { await Task.Yield(); }")]
    [InlineData("event Action? E; void M() { E += On; E?.Invoke(); async void On() { await Task.Yield(); } }")]
    [InlineData("static void M(Func<Coroutine> f) => M(async () => await Task.Yield());")]
    public Task What_can_be_awaited_or_handles_an_event_is_fine(string member) => Verify.Silent("class C { " + member + " }");

    [Fact]
    public Task An_extension_is_named_once() => Verify.Says(
        Rules.AsyncVoid,
        "static class C { extension(string s) { public async void {|#0:M|}() { await Task.Yield(); } } }",
        "Nobody can await this async void method 'M', cancel it or catch its error, which ends the process: return 'Coroutine'");

    [Fact]
    public Task Generated_code_may_add_a_handler_to_its_event() => Verify.SilentBeside(
        "C.g.cs",
        "partial class C { event Action<string>? E; void M() { E += On; E?.Invoke(\"\"); } async void Own() { await Task.Yield(); } }",
        "partial class C { async void On(string text) { await Task.Yield(); } }");

    [Fact]
    public Task An_interface_that_asks_for_it_is_fine() => Verify.Silent(
        "interface I { void M(); } class C : I { public async void M() { await Task.Yield(); } }");
}
