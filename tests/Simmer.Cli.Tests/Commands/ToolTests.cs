using System.Text.Json;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Commands;

/// <summary>The tool as a process, with real signals.</summary>
[Trait("Category", "Slow")]
public sealed class ToolTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private readonly TaskCompletionSource _held = new();
    private readonly HostileServer _server;

    public ToolTests() => _server = new HostileServer(async (path, stream) =>
    {
        if (path.StartsWith("/hold", StringComparison.Ordinal))
        {
            await _held.Task;
        }

        string answer = path.StartsWith("/missing", StringComparison.Ordinal) ? "HTTP/1.1 404 \u001b[31mGone\r\nContent-Length: 0\r\n\r\n" : Ok;
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer));
    });

    public void Dispose()
    {
        _held.TrySetResult();
        _server.Dispose();
    }

    [Fact]
    public async Task With_nothing_given_it_fetches_the_five_posts_of_its_own_server()
    {
        (int exitCode, string output, string errors) = await Tool.Run("fetch", "--timeline");

        Assert.Equal("", errors);
        Assert.Contains("5 fetched, 556 B in", output);
        Assert.Contains("/posts/5", output);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData(0, "/a", "/b")]
    [InlineData(1, "/a", "/missing")]
    [InlineData(3, "/missing", "/missing2")]
    public async Task The_exit_code_tells_whether_all_some_or_none_were_fetched(int expected, params string[] paths)
    {
        (int exitCode, string output, _) = await Tool.Run(["fetch", .. paths.Select(path => _server.Address + path)]);

        Assert.Equal(expected, exitCode);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("--concurrency", "0")]
    [InlineData("--timeout", "soon")]
    [InlineData("--max-size", "-1")]
    [InlineData("--no-such-option")]
    [InlineData("--input", "/no/such/file")]
    [InlineData("--output", "/dev/null/folder")]
    [InlineData("--jsonl", "/no/such/folder/file")]
    public async Task Bad_usage_exits_with_2_and_says_why(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await Tool.Run(["fetch", .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("simmer: ", errors);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Records_on_standard_output_are_all_that_is_there()
    {
        using Tool tool = Tool.Start("fetch", "--jsonl", "-", "--input", "-");
        await tool.Input.WriteAsync($"\ufeff# a comment\n\n  {_server.Address}/a \r\n{_server.Address}/missing\nnonsense");
        tool.Input.Close();

        Assert.Equal(1, await tool.Ended());
        JsonElement[] records = [.. tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal(
            [$"{_server.Address}/a", $"{_server.Address}/missing", "nonsense"],
            records.Select(record => record.GetProperty("url").GetString()!).Order());
        JsonElement good = records.Single(record => record.GetProperty("error").ValueKind == JsonValueKind.Null);
        Assert.Equal(200, good.GetProperty("status").GetInt32());
        Assert.Equal(2, good.GetProperty("bytes").GetInt64());
        Assert.True(good.GetProperty("phases").GetProperty("headers").GetDouble() > 0);
        Assert.Contains("1 fetched, 2 failed", tool.Errors);
    }

    [Fact]
    public async Task A_url_that_comes_through_a_pipe_is_fetched_before_the_pipe_ends()
    {
        using Tool tool = Tool.Start("fetch", "--jsonl", "-", "--input", "-");
        await tool.Input.WriteLineAsync($"{_server.Address}/a");
        await tool.Input.FlushAsync();
        await Until(() => tool.Output.Contains("/a"));
        tool.Input.Close();

        Assert.Equal(0, await tool.Ended());
    }

    [Fact]
    public async Task Ctrl_C_starts_nothing_more_and_lets_what_runs_end()
    {
        using Tool tool = Tool.Start(
            "fetch", "--per-host", "1", "--grace", "60", "--jsonl", "-", $"{_server.Address}/a", $"{_server.Address}/hold", $"{_server.Address}/never");
        await Until(() => _server.Requests == 2);
        tool.Signal("INT");
        await Until(() => tool.Errors.Contains("stopping: 1 requests get 60 s to end"));
        _held.SetResult();

        Assert.Equal(130, await tool.Ended());
        Assert.Equal(2, tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("\"status\":200")));
        Assert.Contains("interrupted: 1 URLs not started", tool.Errors);
        Assert.Equal(2, _server.Requests);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task After_the_grace_period_what_runs_is_cancelled(string signal, int expected)
    {
        using Tool tool = Tool.Start("fetch", "--grace", "0", "--jsonl", "-", $"{_server.Address}/hold");
        await Until(() => _server.Requests == 1);
        tool.Signal(signal);

        Assert.Equal(expected, await tool.Ended());
        Assert.Contains("\"error_kind\":\"interrupted\"", tool.Output);
    }

    [Fact]
    public async Task A_second_Ctrl_C_ends_at_once()
    {
        using Tool tool = Tool.Start("fetch", "--grace", "1h", $"{_server.Address}/hold");
        await Until(() => _server.Requests == 1);
        tool.Signal("INT");
        while (await Task.WhenAny(tool.Ended(), Task.Delay(100)) is var first && first is not Task<int>)
        {
            // Two signals that come together count as one.
            tool.Signal("INT");
        }

        Assert.Equal(130, await tool.Ended());
    }

    [Fact]
    public async Task Compare_tells_both_times_and_their_ratio()
    {
        (int exitCode, string output, _) = await Tool.Run("fetch", "--compare", $"{_server.Address}/a", $"{_server.Address}/b");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"one after another \(HttpClient.Send\) .* 2 fetched", output);
        Assert.Matches(@"concurrently, on one thread \(Simmer\) .* 2 fetched", output);
        Assert.Matches(@"(?m)^\d+\.\d times as fast$", output);
        Assert.Equal(4, _server.Requests);
    }

    [Fact]
    public async Task A_reader_of_the_records_that_goes_away_ends_the_run_in_order()
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "Simmer.Cli.dll");
        var start = new System.Diagnostics.ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                "-c",
                $"set -o pipefail; for i in $(seq 1 3000); do echo {_server.Address}/$i; done | dotnet '{tool}' fetch -i - --jsonl - | head -n 1",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("simmer: cannot write the records to -: ", await errors);
        Assert.DoesNotContain("   at ", await errors);
        Assert.Equal(1, process.ExitCode);
        Assert.InRange(_server.Requests, 1, 2999);
    }

    [Fact]
    public async Task Records_that_the_disk_does_not_take_end_the_run_in_order()
    {
        (int exitCode, _, string errors) = await Tool.Run("fetch", "--jsonl", "/dev/full", $"{_server.Address}/a");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("simmer: cannot write the records to /dev/full: No space left on device", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task Help_shows_defaults_as_they_can_be_typed()
    {
        (_, string output, _) = await Tool.Run("fetch", "--help");

        Assert.Contains("[default: 30s]", output);
        Assert.Contains("[default: 100MiB]", output);
        Assert.Contains("[default: 64]", output);
    }

    [Fact]
    public async Task The_kitchen_shows_that_one_asynchronous_chef_is_enough()
    {
        (int exitCode, string output, _) = await Tool.Run("kitchen", "--minute", "20ms");

        Assert.Equal(0, exitCode);
        int[] minutes = [.. output.Split('\n').Where(line => line.Contains(" minutes  ")).Select(line => int.Parse(line[..4]))];
        Assert.True(minutes is [>= 30, >= 10, >= 10] && minutes[2] < minutes[0], output);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
