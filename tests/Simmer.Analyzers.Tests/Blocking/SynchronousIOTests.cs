using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Verify = Simmer.Analyzers.Tests.Verify<Simmer.Analyzers.BlockingCallAnalyzer, Simmer.CodeFixes.BlockingCallFix>;

namespace Simmer.Analyzers.Tests.Blocking;

/// <summary>SIM011: a coroutine does synchronous I/O.</summary>
public sealed class SynchronousIOTests
{
    [Theory]
    [InlineData("string s = {|#0:File.ReadAllText(\"x\")|};", "string s = await File.ReadAllTextAsync(\"x\");", "File.ReadAllText", "reads a file; write 'await' and 'ReadAllTextAsync'")]
    [InlineData("using var r = {|#0:client.Send(request)|};", "using var r = await client.SendAsync(request);", "HttpClient.Send", "waits for a server; write 'await' and 'SendAsync'")]
    [InlineData("_ = {|#0:command.ExecuteScalar()|};", "_ = await command.ExecuteScalarAsync();", "DbCommand.ExecuteScalar", "waits for a database; write 'await' and 'ExecuteScalarAsync'")]
    public Task An_async_twin_is_awaited(string body, string fixedBody, string name, string reason) =>
        Verify.Fixes(Rules.SynchronousIO, Program(body), Program(fixedBody), $"'{name}' holds the event loop, and every task on it: it {reason}");

    [Theory]
    [InlineData("_ = {|#0:System.Net.Dns.GetHostAddresses(\"x\")|};", "Dns.GetHostAddresses", "asks a name server; write 'await' and 'GetHostAddressesAsync'")]
    [InlineData("_ = {|#0:new System.Net.WebClient().DownloadString(\"x\")|};", "WebClient.DownloadString", "waits for a server; use an 'HttpClient'")]
    [InlineData("_ = {|#0:socket.Receive(new byte[5])|};", "Socket.Receive", "waits for the peer; write 'await' and 'ReceiveAsync'")]
    [InlineData("{|#0:new System.Collections.Concurrent.BlockingCollection<int>().Add(1)|};", "BlockingCollection.Add", "waits for another thread when the collection is full; use an 'AsyncQueue'")]
    [InlineData("{|#0:Parallel.For(0, 5, _ => { })|};", "Parallel.For", "works until every thread is done; call it with 'await ToThread(() => …)'")]
    [InlineData("foreach (string line in {|#0:File.ReadLines(\"x\")|}) { }", "File.ReadLines", "reads a file, a line at each step; write 'await foreach' and 'ReadLinesAsync'")]
    public Task The_call_is_named_with_its_reason_and_what_to_write(string body, string name, string reason) =>
        Verify.Says(Rules.SynchronousIO, Program(body), $"'{name}' holds the event loop, and every task on it: it {reason}");

    [Fact]
    public Task A_project_adds_to_the_list_in_a_file() => Verify.Says(
        Rules.SynchronousIO,
        Program("{|#0:Slow.Call()|}; _ = File.ReadAllText(\"x\");"),
        new AnalyzerOptions([new File("Simmer.Blocking.txt", "# ours\nSlow.Call | asks the mainframe | write 'await Slow.CallAsync()'\n- System.IO.File.ReadAllText\n")]),
        "'Slow.Call' holds the event loop, and every task on it: it asks the mainframe; write 'await Slow.CallAsync()'");

    [Fact]
    public Task A_project_adds_to_the_list_in_its_editorconfig() => Verify.Says(
        Rules.SynchronousIO,
        Program("{|#0:Slow.Call()|}; _ = File.ReadAllText(\"x\");"),
        new AnalyzerOptions([], new Settings(new()
        {
            ["simmer.blocking_calls"] = "Slow.Call, Slow.Other",
            ["simmer.allowed_blocking_calls"] = "System.IO.File.ReadAllText",
        })),
        "'Slow.Call' holds the event loop, and every task on it: it is on this project's list of blocking calls; call it with 'await ToThread(() => …)'");

    [Theory]
    [InlineData("_ = await File.ReadAllTextAsync(\"x\");")]
    [InlineData("_ = await ToThread(() => File.ReadAllText(\"x\"));")]
    [InlineData("_ = new MemoryStream().Read(new byte[5]);")]
    [InlineData("_ = new StringReader(\"x\").ReadToEnd();")]
    [InlineData("_ = File.Exists(\"x\");")]
    public Task What_does_no_io_here_is_fine(string body) => Verify.Silent(Program(body));

    private static string Program(string body) =>
        "static class Slow { internal static void Call() { } }\nclass C\n{\n    static async Coroutine M(HttpClient client, HttpRequestMessage request, System.Net.Sockets.Socket socket, "
        + "System.Data.Common.DbCommand command) { " + body + " }\n}";

    private sealed class File(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Settings(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(values);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(values);
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
