using System.Text.Json;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Commands;

/// <summary>The tool as a process in a pipe: URLs that come in and records that go out.</summary>
[Trait("Category", "Slow")]
public sealed class RecordsTests : ToolTest
{
    [Fact]
    public async Task Records_on_standard_output_are_all_that_is_there()
    {
        using Tool tool = Tool.Start("fetch", "--jsonl", "-", "--input", "-");
        await tool.Input.WriteAsync($"\ufeff# a comment\n\n  {Server.Address}/a \r\n{Server.Address}/missing\nnonsense");
        tool.Input.Close();

        Assert.Equal(1, await tool.Ended());
        JsonElement[] records = [.. tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal(
            [$"{Server.Address}/a", $"{Server.Address}/missing", "nonsense"],
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
        await tool.Input.WriteLineAsync($"{Server.Address}/a");
        await tool.Input.FlushAsync();
        await Until(() => tool.Output.Contains("/a"));
        tool.Input.Close();

        Assert.Equal(0, await tool.Ended());
    }

    [Fact]
    public async Task A_reader_of_the_records_that_goes_away_ends_the_run_in_order()
    {
        (int exitCode, string output, string errors) = await Tool.RunInShell(
            $"set -o pipefail; for i in $(seq 1 3000); do echo {Server.Address}/$i; done | simmer fetch -i - --jsonl - | head -n 1");

        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("simmer: cannot write the records to -: ", errors);
        Assert.DoesNotContain("   at ", errors);
        Assert.Equal(1, exitCode);
        Assert.InRange(Server.Requests, 1, 2999);
    }

    [Fact]
    public async Task Records_are_not_emptied_when_nothing_can_be_read()
    {
        string records = Path.GetTempFileName();
        await File.WriteAllTextAsync(records, "of yesterday");

        (int exitCode, _, _) = await Tool.Run("fetch", "--input", "/no/such/file", "--jsonl", records);

        Assert.Equal(2, exitCode);
        Assert.Equal("of yesterday", await File.ReadAllTextAsync(records));
        File.Delete(records);
    }

    [Fact]
    public async Task Records_do_not_go_where_the_urls_come_from()
    {
        string list = Path.GetTempFileName();
        await File.WriteAllTextAsync(list, $"{Server.Address}/a");

        (int exitCode, _, string errors) = await Tool.Run(
            "fetch", "--input", list, "--jsonl", Path.Combine(Path.GetDirectoryName(list)!, ".", Path.GetFileName(list)));

        Assert.Equal(2, exitCode);
        Assert.Contains("it is what --input reads", errors);
        Assert.Equal($"{Server.Address}/a", await File.ReadAllTextAsync(list));
        File.Delete(list);
    }

    [Theory]
    [InlineData("list", "link")]
    [InlineData("link", "list")]
    [InlineData("list", "folder/list")]
    public async Task Nor_by_way_of_a_symbolic_link(string input, string records)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string list = Path.Combine(folder, "list");
        await File.WriteAllTextAsync(list, $"{Server.Address}/a");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "list");
        Directory.CreateSymbolicLink(Path.Combine(folder, "folder"), folder);

        (int exitCode, _, string errors) = await Tool.Run(
            "fetch", "--input", Path.Combine(folder, input), "--jsonl", Path.Combine(folder, records));

        Assert.Equal(2, exitCode);
        Assert.Contains("it is what --input reads", errors);
        Assert.Equal($"{Server.Address}/a", await File.ReadAllTextAsync(list));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Records_that_the_disk_does_not_take_end_the_run_in_order()
    {
        (int exitCode, _, string errors) = await Tool.Run("fetch", "--jsonl", "/dev/full", $"{Server.Address}/a");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("simmer: cannot write the records to /dev/full: No space left on device", errors);
        Assert.DoesNotContain("   at ", errors);
    }
}
