using System.ComponentModel;
using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.Children;

namespace Simmer.Tests.IO;

/// <summary>What child processes are started with, and what is said when they cannot be.</summary>
[Collection(nameof(Descriptors))]
public sealed partial class SubprocessStartTests
{
    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Arguments_arrive_as_they_are(ReactorKind kind) => OnLinux(kind, async () =>
    {
        string[] arguments = ["", "two words", "\"quoted\" 'twice'", "$HOME `id` \\", "Grüße 🌍", "a\nb", "-x"];
        Assert.Equal(string.Join('|', arguments) + "|", System.Text.Encoding.UTF8.GetString(await Raw(arguments)));

        static async Coroutine<byte[]> Raw(string[] arguments)
        {
            Subprocess child = await CreateSubprocessExec("printf", arguments.Prepend("%s|"), Output);
            (byte[] output, _) = await child.Communicate();
            return output;
        }
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_command_of_the_shell_is_one(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("echo $((1 + 2)) | cat", Output);
        (byte[] output, _) = await child.Communicate();
        Assert.Equal("3\n", IoLoop.Text(output));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_child_runs_in_the_directory_it_was_given(ReactorKind kind) => OnLinux(kind, async () =>
    {
        using var folder = new TemporaryFolder();
        folder.AddScript("tool", "pwd");

        Assert.Equal(folder.Path + "\n", await PrintedBy("pwd", options: new() { WorkingDirectory = folder.Path }));
        Assert.Equal(folder.Path + "\n", await PrintedBy("./tool", options: new() { WorkingDirectory = folder.Path }));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_child_has_this_process_s_variables(ReactorKind kind) => OnLinux(kind, async () =>
    {
        string name = $"SIMMER_TEST_{kind}";
        Environment.SetEnvironmentVariable(name, "as set at run time");
        Assert.Equal("as set at run time\n", await PrintedBy("printenv", [name]));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_child_has_the_variables_it_was_given_and_no_others(ReactorKind kind) => OnLinux(kind, async () =>
    {
        var variables = new Dictionary<string, string> { ["ONE"] = "1", ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["EMPTY"] = "" };
        string printed = await PrintedBy("env", options: new() { Environment = variables });
        Assert.Equal(
            variables.Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal),
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_program_is_looked_for_in_the_childs_path(ReactorKind kind) => OnLinux(kind, async () =>
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        folder.AddScript("simmer-tool", "echo found");
        File.WriteAllText(System.IO.Path.Combine(other.Path, "simmer-tool"), "not executable");
        var variables = new Dictionary<string, string> { ["PATH"] = $"{other.Path}:{folder.Path}" };

        Assert.Equal("found\n", await PrintedBy("simmer-tool", options: new() { Environment = variables }));

        Assert.Equal(2, (await Fails.With<Win32Exception>(async () => await CreateSubprocessExec("simmer-tool"))).NativeErrorCode);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_cannot_be_started_is_named_with_the_reason(ReactorKind kind) => OnLinux(kind, async () =>
    {
        using var folder = new TemporaryFolder();
        string plain = System.IO.Path.Combine(folder.Path, "plain");
        File.WriteAllText(plain, "text");
        string broken = folder.AddScript("broken", "exit", "/no/such/interpreter");
        string formless = folder.AddScript("formless", "exit");
        File.WriteAllText(formless, "no program");
        foreach ((string program, string? directory, int error, string reason) in new (string, string?, int, string)[]
        {
            ("no-such-program", null, 2, "in the directories of PATH"),
            ("/no/such/file", null, 2, "no such file"),
            (broken, null, 2, "interpreter"),
            (plain, null, 13, "not executable"),
            (folder.Path, null, 13, "not executable"),
            (formless, null, 8, "a script begins with #! and its interpreter"),
            ("cat", "/no/such/directory", 2, "'/no/such/directory' does not exist"),
            ("cat", plain, 20, $"'{plain}' is a file"),
        })
        {
            Win32Exception thrown = await Fails.With<Win32Exception>(
                async () => await CreateSubprocessExec(program, options: Piped with { WorkingDirectory = directory }));
            Assert.Equal(error, thrown.NativeErrorCode);
            Assert.StartsWith($"Cannot start '{program}': ", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        }
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_is_too_long_for_the_system_is_told(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Win32Exception error = await Fails.With<Win32Exception>(
            async () => await CreateSubprocessExec("true", [new string('x', 4 << 20)], Piped));
        Assert.Equal(7, error.NativeErrorCode);
        Assert.Contains("its arguments and environment are longer than the system takes", error.Message);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Places_in_the_path_are_seen_from_the_childs_directory(ReactorKind kind) => OnLinux(kind, async () =>
    {
        using var folder = new TemporaryFolder();
        folder.AddScript("simmer-tool", "echo here");
        File.WriteAllText(System.IO.Path.Combine(folder.Path, "simmer-text"), "not executable");

        // An empty place is the directory itself.
        foreach (string path in (string[])["/nowhere::", "."])
        {
            SubprocessOptions there = new() { WorkingDirectory = folder.Path, Environment = new Dictionary<string, string> { ["PATH"] = path } };
            Assert.Equal("here\n", await PrintedBy("simmer-tool", options: there));
            Assert.Equal(13, (await Fails.With<Win32Exception>(async () => await CreateSubprocessExec("simmer-text", options: there))).NativeErrorCode);
        }

        // Without a path, the system's usual places.
        Assert.Equal("x\n", await PrintedBy("echo", ["x"], new() { Environment = new Dictionary<string, string>() }));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_makes_no_sense_is_refused(ReactorKind kind) => OnLinux(kind, async () =>
    {
        await Fails.With<ArgumentException>(async () => await CreateSubprocessExec(""));
        await Fails.With<ArgumentException>(async () => await CreateSubprocessExec("echo", ["a", null!]));
        await Fails.With<ArgumentException>(
            async () => await CreateSubprocessExec("true", options: new() { StandardOutput = StandardStream.StandardOutput }));
        await Fails.With<ArgumentOutOfRangeException>(async () => await CreateSubprocessExec("true", options: new() { Limit = 0 }));
        await Fails.With<ArgumentOutOfRangeException>(async () => await CreateSubprocessExec("true", options: new() { ProcessGroup = -1 }));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_the_system_would_cut_off_is_refused(ReactorKind kind) => OnLinux(kind, async () =>
    {
        await Fails.With<ArgumentException>(async () => await CreateSubprocessExec("tr\0ue"));
        await Fails.With<ArgumentException>(async () => await CreateSubprocessShell("true\0false"));
        await Fails.With<ArgumentException>(async () => await CreateSubprocessExec("true", options: new() { WorkingDirectory = "/\0tmp" }));
        await Fails.With<ArgumentException>(
            async () => await CreateSubprocessExec("true", options: new() { Environment = new Dictionary<string, string> { ["A"] = "b\0c" } }));
        await Fails.With<ArgumentException>(async () => await CreateSubprocessExec("echo", ["a\0b"]));
        await Fails.With<ArgumentException>(
            async () => await CreateSubprocessExec("true", options: new() { Environment = new Dictionary<string, string> { ["A=B"] = "c", ["PATH"] = "/bin" } }));
    });

    [Fact]
    public void A_child_has_nothing_open_but_its_standard_streams() => OnEpoll(async () =>
    {
        // Open to children, as code outside of .NET may leave it.
        int left = Duplicate(0);
        try
        {
            // The fourth is the directory that it lists.
            Assert.Equal("0\n1\n2\n3\n", await PrintedBy("ls", ["/proc/self/fd"]));
        }
        finally
        {
            Assert.Equal(0, Close(left));
        }
    });

    [Fact]
    public void A_child_has_no_signal_blocked_and_those_that_dotnet_ignores_as_usual() => OnEpoll(async () =>
    {
        string status = await PrintedBy("cat", ["/proc/self/status"]);
        Assert.Equal(0ul, Mask(status, "SigBlk"));
        const ulong BrokenPipe = 1 << 12;
        Assert.Equal(0ul, Mask(status, "SigIgn") & BrokenPipe);
        Assert.Equal(BrokenPipe, Mask(File.ReadAllText("/proc/self/status"), "SigIgn") & BrokenPipe);

        static ulong Mask(string status, string name) => Convert.ToUInt64(
            status.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], 16);
    });

    [Fact]
    public void A_child_whose_output_nobody_reads_any_more_ends_by_it() => OnEpoll(async () =>
    {
        const int BrokenPipe = 13;
        Subprocess child = await CreateSubprocessExec("yes", options: Output);
        await child.StandardOutput!.ReadLine();
        child.StandardOutput.Dispose();
        Assert.Equal(-BrokenPipe, await child.Wait());
    });

    [Fact]
    public void A_creation_that_is_cancelled_starts_nothing() => OnEpoll(async () =>
    {
        using var folder = new TemporaryFolder();
        string mark = System.IO.Path.Combine(folder.Path, "mark");
        LoopTask<Subprocess> creating = CreateTask(CreateSubprocessExec("touch", [mark]));
        creating.Cancel();
        await Until.Settled(creating);
        Assert.True(creating.IsCancelled);
        Assert.Equal(0, await (await CreateSubprocessExec("true")).Wait());
        Assert.False(File.Exists(mark));
    });

    [Theory]
    [InlineData("epoll")]
    [InlineData("portable")]
    [Trait("Category", "Slow")]
    public void Nothing_is_left_open_here(string reactor)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The programs are Linux's.");
        using OwnProcess program = OwnProcess.Start(LeakProgram, $"SIMMER_REACTOR={reactor}");
        Assert.Equal("left open: 0, zombies: 0\n", program.End().Output);
    }

    private static void LeakProgram() => Run(CountLeaks());

    private static async Coroutine CountLeaks()
    {
        await StartAllKinds();
        int before = Open();
        for (int i = 0; i < 10; i++)
        {
            await StartAllKinds();
        }

        // .NET closes a pipe when the read that is under way on its pool has come back.
        for (int i = 0; i < 1000 && Open() > before; i++)
        {
            await Sleep(0.01);
        }

        Console.WriteLine($"left open: {Math.Max(0, Open() - before)}, zombies: {Zombies()}");

        // Reading the directory opens one more, each time.
        static int Open() => Directory.GetFiles("/proc/self/fd").Length;

        static int Zombies() => Directory.GetDirectories("/proc").Count(static path =>
            int.TryParse(System.IO.Path.GetFileName(path), out int pid) && IsChild(pid));
    }

    private static bool IsChild(int pid)
    {
        try
        {
            string[] fields = File.ReadAllText($"/proc/{pid}/stat").Split(' ');
            return fields[3] == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Coroutine StartAllKinds()
    {
        // Read to the end; killed with full pipes and unread; never used; not started at all.
        Subprocess read = await CreateSubprocessExec("cat", options: Piped);
        await read.Communicate(new byte[300_000]);
        Subprocess full = await CreateSubprocessShell("yes & yes >&2 & wait", Piped);
        await full.StandardOutput!.ReadLine();
        await full.DisposeAsync();
        Subprocess unused = await CreateSubprocessExec("true", options: Piped with { StandardOutput = StandardStream.DevNull });
        await unused.Wait();
        await unused.DisposeAsync();
        await Fails.With<Win32Exception>(async () => await CreateSubprocessExec("/no/such/file", options: Piped));
        await Fails.With<Win32Exception>(async () => await CreateSubprocessExec("no-such-program", options: Piped));
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>A folder for one test.</summary>
    private sealed class TemporaryFolder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("simmer-").FullName;

        internal string AddScript(string name, string body, string interpreter = "/bin/sh")
        {
            string path = System.IO.Path.Combine(Path, name);
            File.WriteAllText(path, $"#!{interpreter}\n{body}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
            }

            return path;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
