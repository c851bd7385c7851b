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

    private static string Program(string body) => Helpers + "class C { static async Coroutine M() { " + body + " } }";
}
