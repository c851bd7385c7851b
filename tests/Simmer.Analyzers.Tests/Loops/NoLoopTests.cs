using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.LoopUseAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Loops;

/// <summary>SIM020: no loop can be running here.</summary>
public sealed class NoLoopTests
{
    private const string Hello = "\nstatic class H { internal static async Coroutine Hello() { } }\n";

    [Theory]
    [InlineData("{|#0:CreateTask(H.Hello())|};", "CreateTask", "in the program's entry point itself")]
    [InlineData("var all = {|#0:Gather(H.Hello(), H.Hello())|}; Run(H.Hello());", "Gather", "in the program's entry point itself")]
    [InlineData("var loop = {|#0:GetRunningLoop()|}; Run(H.Hello());", "GetRunningLoop", "in the program's entry point itself")]
    [InlineData("var all = new[] { 1, 2 }.Select(_ => {|#0:CreateTask(H.Hello())|}).ToList(); Run(H.Hello());", "CreateTask", "in the program's entry point itself")]
    [InlineData("class C { static void Main() { {|#0:CreateTask(H.Hello())|}; } }", "CreateTask", "in the program's entry point itself")]
    [InlineData("class C { static readonly LoopTask T = {|#0:CreateTask(H.Hello())|}; }", "CreateTask", "while a type is initialized")]
    [InlineData("class C { static EventLoop L { get; } = {|#0:GetRunningLoop()|}; }", "GetRunningLoop", "while a type is initialized")]
    [InlineData("class C { static C() { {|#0:CreateTask(H.Hello())|}; } }", "CreateTask", "while a type is initialized")]
    [InlineData("class C { [System.Runtime.CompilerServices.ModuleInitializer] internal static void I() { {|#0:CreateTask(H.Hello())|}; } }", "CreateTask", "while a module is initialized")]
    public Task The_call_and_the_place_are_named(string code, string name, string place) => Verify.Says(
        Rules.NoLoop,
        code + Hello,
        $"'{name}' needs a running event loop, and none can run {place}: call it in a coroutine that 'Asyncio.Run' runs");

    [Theory]
    [InlineData("Run(Main()); static async Coroutine Main() { await CreateTask(H.Hello()); Helper(); } static void Helper() { CreateTask(H.Hello()); }")]
    [InlineData("Run(H.Hello());")]
    [InlineData("var c = H.Hello(); Run(WaitFor(c, 5));")]
    [InlineData("using var loop = new EventLoop(); var task = loop.CreateTask(H.Hello()); loop.RunUntilComplete(task);")]
    [InlineData("class C { static readonly Lazy<LoopTask> T = new(() => CreateTask(H.Hello())); static void M() => CreateTask(H.Hello()); }")]
    [InlineData("class C { readonly LoopTask _t = CreateTask(H.Hello()); C() { CreateTask(H.Hello()); } }")]
    public Task Where_a_loop_may_run_it_is_fine(string code) => Verify.Silent(code + Hello);
}
