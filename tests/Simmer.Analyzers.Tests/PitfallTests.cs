using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers.Tests;

/// <summary>The tutorial's wrong programs: all that the compiler says of them, with its own warnings.</summary>
public sealed class PitfallTests
{
    [Fact]
    public Task Forgetting_await() => Says(
        "forgotten_await",
        "samples/pitfalls/forgotten_await.cs(16,18): error SIM001: The coroutine 'Fetch' is never awaited, so none of its body runs: "
            + "write 'await Fetch()', or make a task of it with 'CreateTask'");

    [Fact]
    public Task A_blocking_call() => Says(
        "blocking_call",
        "samples/pitfalls/blocking_call.cs(11,5): error SIM010: 'Thread.Sleep' blocks the event loop, and every task on it: it sleeps; write 'await Sleep(…)'");

    [Fact]
    public Task Running_without_Run() => Says(
        "no_run",
        "samples/pitfalls/no_run.cs(6,1): warning CS4014: Because this call is not awaited, execution of the current method continues before the call is completed. "
            + "Consider applying the 'await' operator to the result of the call.",
        "samples/pitfalls/no_run.cs(6,1): error SIM001: The coroutine 'Hello' is never awaited, so none of its body runs: write 'Run(Hello())'");

    private static async Task Says(string name, params string[] output)
    {
        string path = $"samples/pitfalls/{name}.cs";
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, path), TestContext.Current.CancellationToken);
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples/pitfalls/README.md"), TestContext.Current.CancellationToken);
        Compilation compilation = Compilations.Of((path, text));

        string[] said =
        [
            .. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(x => x.Severity >= DiagnosticSeverity.Warning).Select(x => x.ToString()),
            .. (await Compilations.Analyze(compilation)).Select(x => x.ToString()),
        ];

        Assert.Equal(output, said);
        Assert.Contains(output[^1][output[^1].IndexOf("error", StringComparison.Ordinal)..], page, StringComparison.Ordinal);
    }
}
