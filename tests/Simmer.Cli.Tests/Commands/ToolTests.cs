using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Commands;

/// <summary>The tool as a process: its exit codes and what it prints.</summary>
[Trait("Category", "Slow")]
public sealed class ToolTests : ToolTest
{
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
        (int exitCode, string output, _) = await Tool.Run(["fetch", .. paths.Select(path => Server.Address + path)]);

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
    [InlineData("--output", "")]
    [InlineData("--unix-socket", "")]
    [InlineData("--unix-socket", "/much/too/long/much/too/long/much/too/long/much/too/long/much/too/long/much/too/long/much/too/long/much/too/long")]
    [InlineData("--compare", "--input", "/proc/self/mem")]
    [InlineData("--jsonl", "/no/such/folder/file")]
    public async Task Bad_usage_exits_with_2_and_says_why(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await Tool.Run(["fetch", .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("simmer: ", errors);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("simmer fetch > /dev/full", "simmer: cannot write the output: No space left on device")]
    [InlineData("simmer fetch --quiet nonsense > /dev/full", "simmer: cannot write the output: No space left on device")]
    [InlineData("simmer fetch --compare --timeline > /dev/full", "simmer: cannot write the output: No space left on device")]
    [InlineData("simmer fetch --help > /dev/full", "simmer: cannot write the output: No space left on device")]
    [InlineData("simmer kitchen --minute 1ms > /dev/full", "simmer: cannot write the output: No space left on device")]
    [InlineData("simmer fetch --jsonl - > /dev/full", "simmer: cannot write the records to -: No space left on device")]
    [InlineData("simmer fetch >&-", "simmer: cannot write the output: ")]
    [InlineData("simmer fetch --jsonl - >&-", "simmer: cannot write the records to -: ")]
    [InlineData("simmer fetch > /dev/full 2>&1", "")]
    public async Task Output_that_cannot_be_written_is_told_in_a_line(string line, string expected)
    {
        (int exitCode, _, string errors) = await Tool.RunInShell(line);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(expected, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "");
    }

    [Fact]
    public async Task Compare_tells_both_times_and_their_ratio()
    {
        (int exitCode, string output, _) = await Tool.Run("fetch", "--compare", $"{Server.Address}/a", $"{Server.Address}/b");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"one after another \(HttpClient.Send\) .* 2 fetched", output);
        Assert.Matches(@"concurrently, on one thread \(Simmer\) .* 2 fetched", output);
        Assert.Matches(@"(?m)^\d+\.\d times as fast$", output);
        Assert.Equal(4, Server.Requests);
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
}
