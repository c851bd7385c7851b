using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.BlockingCallAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace Simmer.Analyzers.Tests.Blocking;

/// <summary>SIM012: a coroutine reaches a blocking call through a helper.</summary>
public sealed class BlockingHelperTests
{
    private const string Helpers = """
        static class H
        {
            internal static void Nap() => Thread.Sleep(1);
            internal static int Far(int n) { if (n > 0) { return Near(n); } return 0; }
            static int Near(int n) { Nap(); return n; }
            internal static int Count => Far(3);
            internal static async Task<string> Read() { var text = File.ReadAllText("x"); await Task.Yield(); return text; }
            internal static void Even(int n) { if (n > 0) { Odd(n - 1); } }
            static void Odd(int n) { if (n > 0) { Even(n - 1); } else { Nap(); } }
            internal static void Elsewhere() { new Thread(() => Thread.Sleep(1)).Start(); Task.Run(Nap); }
            [AllowBlocking("Short")] internal static void Allowed() => Thread.Sleep(1);
            internal static void Pure() { Console.WriteLine(); Pure(); }
            internal static void Waits(this Thread t) => t.Join();
        }

        class Config { internal Config() { _ = File.ReadAllBytes("x"); } }

        """;

    [Theory]
    [InlineData("{|#0:H.Nap()|};", "H.Nap", "H.Nap → Thread.Sleep, which sleeps")]
    [InlineData("_ = {|#0:H.Far(2)|};", "H.Far", "H.Far → H.Near → H.Nap → Thread.Sleep, which sleeps")]
    [InlineData("_ = {|#0:H.Count|};", "H.Count", "H.Count → H.Far → H.Near → H.Nap → Thread.Sleep, which sleeps")]
    [InlineData("_ = await {|#0:H.Read()|};", "H.Read", "H.Read → File.ReadAllText, which reads a file")]
    [InlineData("{|#0:H.Even(2)|};", "H.Even", "H.Even → H.Odd → H.Nap → Thread.Sleep, which sleeps")]
    [InlineData("_ = {|#0:new Config()|};", "new Config", "new Config → File.ReadAllBytes, which reads a file")]
    [InlineData("{|#0:Thread.CurrentThread.Waits()|};", "H.Waits", "H.Waits → Thread.Join, which waits for a thread")]
    [InlineData("GetRunningLoop().CallSoon({|#0:H.Nap|});", "Nap", "Nap → Thread.Sleep, which sleeps")]
    [InlineData("{|#0:Local()|}; void Local() => H.Nap();", "Local", "Local → H.Nap → Thread.Sleep, which sleeps")]
    public Task A_helper_is_named_with_the_way_to_the_call(string body, string name, string way) => Verify.Says(
        Rules.BlockingHelper,
        Program(body),
        $"'{name}' blocks the event loop, and every task on it: {way}; make the helper a coroutine that awaits, or call it with 'await ToThread(() => …)'");

    [Theory]
    [InlineData("H.Elsewhere();")]
    [InlineData("H.Allowed();")]
    [InlineData("H.Pure();")]
    [InlineData("await ToThread(H.Nap);")]
    [InlineData("await ToThread(() => H.Far(1));")]
    [InlineData("Action nap = H.Nap; await ToThread(nap);")]
    public Task What_does_not_block_or_not_here_is_fine(string body) => Verify.Silent(Program(body));

    [Fact]
    public Task A_way_may_be_long() => Verify.Says(
        Rules.BlockingHelper,
        $"class C {{ {string.Concat(Enumerable.Range(0, 30).Select(n => $"static void M{n}() => M{n + 1}(); "))} static void M30() => Thread.Sleep(1); static async Coroutine M() {{ {{|#0:M0()|}}; }} }}",
        "'C.M0' blocks the event loop, and every task on it: " + string.Join(" → ", Enumerable.Range(0, 31).Select(n => $"C.M{n}"))
            + " → Thread.Sleep, which sleeps; make the helper a coroutine that awaits, or call it with 'await ToThread(() => …)'");

    [Fact]
    public Task Methods_that_all_call_one_another_are_searched_once_each()
    {
        int[] all = [.. Enumerable.Range(0, 20)];
        string methods = string.Concat(all.Select(n => $"static int M{n}(int n) => n < 0 ? 0 : {string.Join(" + ", all.Select(other => $"M{other}(n - 1)"))}; "));
        return Verify.Silent($"class C {{ {methods} static async Coroutine M() {{ _ = M0(3); }} }}");
    }

    private static string Program(string body) => Helpers + "class C { static async Coroutine M() { " + body + " } }";
}
