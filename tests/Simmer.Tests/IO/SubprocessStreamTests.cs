using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.Children;

namespace Simmer.Tests.IO;

/// <summary>The standard streams of child processes.</summary>
public sealed class SubprocessStreamTests
{
    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Communicate_sends_the_input_and_reads_both_outputs(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("cat; echo wrong >&2; exit 3", Piped);

        (byte[] output, byte[] error) = await child.Communicate(IoLoop.Bytes("some input"));

        Assert.Equal("some input", IoLoop.Text(output));
        Assert.Equal("wrong\n", IoLoop.Text(error));
        Assert.Equal(3, child.ReturnCode);
        Assert.True(child.StandardInput!.IsClosed);
        Assert.True(child.StandardOutput!.IsClosed);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    [Trait("Category", "Slow")]
    public void Megabytes_go_through_full_pipes(ReactorKind kind) => OnLinux(kind, async () =>
    {
        byte[] input = IoLoop.Pattern(8_000_000);
        Subprocess child = await CreateSubprocessExec("cat", options: Piped);

        (byte[] output, _) = await child.Communicate(input);

        Assert.True(input.AsSpan().SequenceEqual(output));
        Assert.Equal(0, child.ReturnCode);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    [Trait("Category", "Slow")]
    public void A_child_that_fills_its_error_before_it_reads_its_input_hangs_nobody(ReactorKind kind) => OnLinux(kind, async () =>
    {
        byte[] input = IoLoop.Pattern(2_000_000);
        Subprocess child = await CreateSubprocessShell("yes 2>/dev/null | head -c 3000000 >&2; cat; yes 2>/dev/null | head -c 3000000 >&2", Piped);

        (byte[] output, byte[] error) = await child.Communicate(input);

        Assert.True(input.AsSpan().SequenceEqual(output));
        Assert.Equal(6_000_000, error.Length);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Input_that_nobody_reads_is_dropped(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("head", ["-c", "5"], Piped);

        (byte[] output, _) = await child.Communicate(new byte[3_000_000]);

        Assert.Equal(new byte[5], output);
        Assert.Equal(0, child.ReturnCode);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Lines_go_back_and_forth(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("cat", options: Piped);
        for (int i = 0; i < 20; i++)
        {
            await child.StandardInput!.Send($"line {i}\n");
            Assert.Equal($"line {i}\n", IoLoop.Text(await child.StandardOutput!.ReadLine()));
        }

        await child.StandardInput!.WriteEof();

        Assert.Empty(await child.StandardOutput!.ReadLine());
        Assert.True(child.StandardOutput!.IsAtEof);
        Assert.Equal(0, await child.Wait());
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_stream_has_the_limit_it_was_given(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("echo 0123456789; echo 012", Output with { Limit = 5 });

        await Fails.With<LimitOverrunException>(async () => await child.StandardOutput!.ReadLine());

        Assert.Equal("012\n", IoLoop.Text(await child.StandardOutput!.ReadLine()));
        Assert.Equal(0, await child.Wait());
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_the_child_has_ended_with_is_read_after_its_exit(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("echo", ["the last words"], Output);

        Assert.Equal(0, await child.Wait());

        Assert.Equal("the last words\n", IoLoop.Text(await child.StandardOutput!.Read()));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Sending_to_a_child_that_is_gone_fails_and_says_where(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("true", options: Piped);
        await child.Wait();

        IOException error = await Fails.With<IOException>(async () =>
        {
            while (true)
            {
                await child.StandardInput!.Send(new byte[100_000]);
            }
        });

        Assert.Contains("the standard input of 'true'", error.Message, StringComparison.Ordinal);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_stream_goes_in_one_direction(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("cat", options: Piped);
        Assert.True(child.StandardInput is { CanRead: false, CanWrite: true });
        Assert.True(child.StandardOutput is { CanRead: true, CanWrite: false });

        await Fails.With<NotSupportedException>(async () => await child.StandardInput!.Read(1));
        await Fails.With<NotSupportedException>(async () => await child.StandardOutput!.Send("x"));
        await Fails.With<NotSupportedException>(async () => await child.StandardOutput!.WriteEof());

        Assert.False(child.StandardOutput!.IsClosed);
        await child.DisposeAsync();
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void An_input_is_ended_once_however_often_that_is_asked(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("cat", options: Piped);
        await child.StandardInput!.Send("all");
        await Gather(CreateTask(child.StandardInput.WriteEof()), CreateTask(child.StandardInput.WriteEof()));
        await child.StandardInput.WriteEof();
        (byte[] output, _) = await child.Communicate();
        Assert.Equal("all", IoLoop.Text(output));
        child.StandardInput.Dispose();
        await Fails.With<ObjectDisposedException>(async () => await child.StandardInput.WriteEof());
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void The_null_device_gives_nothing_and_takes_everything(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("cat; yes 2>/dev/null | head -c 1000000; echo done >&2", new()
        {
            StandardInput = StandardStream.DevNull,
            StandardOutput = StandardStream.DevNull,
            StandardError = StandardStream.Pipe,
        });
        Assert.Null(child.StandardInput);
        Assert.Null(child.StandardOutput);

        (byte[] output, byte[] error) = await child.Communicate();

        Assert.Empty(output);
        Assert.Equal("done\n", IoLoop.Text(error));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_loop_goes_on_while_a_child_stands_at_a_full_pipe(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("yes", options: Output);
        Assert.Equal("y\n", IoLoop.Text(await child.StandardOutput!.ReadLine()));
        await Until.Iterations(100);
        Assert.Null(child.ReturnCode);

        Assert.True(child.Kill());

        Assert.Equal(EndedBy(Signal.Kill, kind), await child.Wait());
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_a_cancelled_communicate_has_read_is_there_for_the_next(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("echo one; kill -STOP $$; echo two", Output with { StandardError = StandardStream.Pipe });
        LoopTask<(byte[], byte[])> first = CreateTask(child.Communicate());
        while (child.StandardOutput!.BufferedBytes < 4 || !IsStopped(child.Pid))
        {
            await Sleep(0);
        }

        first.Cancel();
        await Until.Settled(first);
        Assert.True(first.IsCancelled);
        Assert.Null(child.ReturnCode);
        child.SendSignal((System.Runtime.InteropServices.PosixSignal)18);

        (byte[] output, _) = await child.Communicate();
        Assert.Equal("one\ntwo\n", IoLoop.Text(output));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Input_for_a_child_that_has_none_is_an_error(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("true");
        await Fails.With<InvalidOperationException>(async () => await child.Communicate(new byte[1]));
        Assert.Equal(0, await child.Wait());
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Code_of_dotnet_reads_and_writes_the_streams(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("cat", options: Piped);
        string text = string.Concat(Enumerable.Repeat("Grüße\n", 50_000));
        LoopTask writing = CreateTask(WriteAll(child.StandardInput!, text));
        using var reader = new StreamReader(child.StandardOutput!);

        Assert.Equal(text, await reader.ReadToEndAsync());

        await writing;
        Assert.Equal(0, await child.Wait());
    });

    [Fact]
    public void The_error_goes_where_the_output_goes() => OnEpoll(async () =>
    {
        Subprocess child = await CreateSubprocessShell(
            "echo 1; echo 2 >&2; echo 3", Output with { StandardError = StandardStream.StandardOutput });
        Assert.Null(child.StandardError);

        (byte[] output, _) = await child.Communicate();

        Assert.Equal("1\n2\n3\n", IoLoop.Text(output));
    });

    [Fact]
    public void A_file_of_ones_own_is_a_standard_stream() => OnEpoll(async () =>
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "from the file");
            Subprocess child;
            using (var input = File.OpenHandle(path))
            {
                child = await CreateSubprocessExec("cat", options: Output with { StandardInput = StandardStream.Of(input) });
            }

            (byte[] output, _) = await child.Communicate();
            Assert.Equal("from the file", IoLoop.Text(output));
            using (var target = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
            {
                child = await CreateSubprocessShell(
                    "echo to; echo the file >&2",
                    new() { StandardOutput = StandardStream.Of(target), StandardError = StandardStream.StandardOutput });
            }

            Assert.Equal(0, await child.Wait());
            Assert.Equal("to\nthe file\n", File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    });

    [Fact]
    public void Children_are_joined_by_a_pipe_of_ones_own() => OnEpoll(async () =>
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        Subprocess first = await CreateSubprocessExec("echo", ["through"], new() { StandardOutput = StandardStream.Of(pipe.SafePipeHandle) });
        Subprocess second = await CreateSubprocessExec(
            "cat", options: Output with { StandardInput = StandardStream.Of(pipe.ClientSafePipeHandle) });
        pipe.DisposeLocalCopyOfClientHandle();
        pipe.Dispose();

        (byte[] output, _) = await second.Communicate();

        Assert.Equal("through\n", IoLoop.Text(output));
        Assert.Equal(0, await first.Wait());
    });

    [Fact]
    public void The_portable_reactor_says_what_it_cannot_do() => OnLinux(ReactorKind.Portable, async () =>
    {
        SubprocessOptions[] impossible =
        [
            new() { StandardError = StandardStream.StandardOutput },
            new() { ProcessGroup = 0 },
            new() { StartNewSession = true },
        ];
        foreach (SubprocessOptions options in impossible)
        {
            await Fails.With<PlatformNotSupportedException>(async () => await CreateSubprocessExec("true", options: options));
        }
    });

    private static bool IsStopped(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(' ')[2] == "T";

    private static async Coroutine WriteAll(LoopStream stream, string text)
    {
        using var writer = new StreamWriter(stream);
        await writer.WriteAsync(text);
        await writer.FlushAsync();
    }
}
