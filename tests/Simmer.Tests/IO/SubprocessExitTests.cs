using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.Children;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>How child processes end, and what is left of them.</summary>
public sealed class SubprocessExitTests
{
    [Theory]
    [ClassData(typeof(BothReactors))]
    public void The_exit_status_is_the_programs(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("exit 42");
        Assert.Null(child.ReturnCode);
        Assert.Equal(42, await child.Wait());
        Assert.Equal(42, child.ReturnCode);
        Assert.Equal(42, await child.Wait());
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void What_a_child_has_written_is_read_after_its_end_and_the_end_behind_it(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessShell("echo one; echo two", Output);
        Assert.Equal(0, await child.Wait());
        await Until.Iterations(3);
        Assert.Equal("one\n", Text(await child.StandardOutput!.ReadLine()));
        Assert.Equal("two\n", Text(await child.StandardOutput!.Read()));
        Assert.Empty(await child.StandardOutput!.Read());
        Assert.True(child.StandardOutput!.IsAtEof);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_child_of_a_closed_loop_takes_no_signals(ReactorKind kind)
    {
        Subprocess? left = null;
        OnLinux(kind, async () => left = await CreateSubprocessExec("sleep", ["1000"]));
        Assert.False(left!.Kill());
    }

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Nobody_waits_for_a_child_of_a_closed_loop(ReactorKind kind)
    {
        Subprocess? left = null;
        OnLinux(kind, async () => left = await CreateSubprocessExec("sleep", ["1000"], Output));
        OnLinux(kind, async () =>
        {
            var error = await Fails.With<InvalidOperationException>(async () => await left!.Wait());
            Assert.Contains("'sleep'", error.Message, StringComparison.Ordinal);
            Assert.Contains("was killed when its loop closed", error.Message, StringComparison.Ordinal);
            await Fails.With<InvalidOperationException>(async () => await left!.Communicate());
        });
    }

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void A_child_that_a_signal_has_ended_has_its_number_as_status(ReactorKind kind) => OnLinux(kind, async () =>
    {
        foreach ((int signal, Func<Subprocess, bool> send) in new (int, Func<Subprocess, bool>)[]
        {
            (Signal.Kill, static child => child.Kill()),
            (Signal.Terminate, static child => child.Terminate()),
            (Signal.Interrupt, static child => child.SendSignal(PosixSignal.SIGINT)),
            (Signal.User1, static child => child.SendSignal((PosixSignal)Signal.User1)),
        })
        {
            Subprocess child = await CreateSubprocessExec("cat", options: Piped);
            Assert.True(send(child));
            Assert.Equal(EndedBy(signal, kind), await child.Wait());
            Assert.False(send(child));
        }
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Any_number_of_tasks_wait_and_one_that_is_cancelled_disturbs_nobody(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess child = await CreateSubprocessExec("cat", options: Piped);
        LoopTask<int>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => CreateTask(child.Wait()))];
        await Until.Iterations(2);
        waiting[2].Cancel();
        await Until.Settled(waiting[2]);
        Assert.Null(child.ReturnCode);

        await child.StandardInput!.WriteEof();

        int[] codes = await Gather(waiting.Where(static task => !task.IsDone));
        Assert.Equal([0, 0, 0, 0], codes);
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Children_that_nobody_waits_for_leave_no_zombies(ReactorKind kind) => OnLinux(kind, async () =>
    {
        var children = new List<Subprocess>();
        for (int i = 0; i < 10; i++)
        {
            children.Add(await CreateSubprocessExec("true"));
        }

        while (children.Exists(static child => child.ReturnCode is null))
        {
            await Sleep(0);
        }

        Assert.DoesNotContain(children, static child => IsThere(child.Pid));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void The_end_of_the_loop_kills_and_reaps_what_still_runs(ReactorKind kind)
    {
        int pid = 0;
        OnLinux(kind, async () =>
        {
            Subprocess child = await CreateSubprocessShell("trap '' TERM INT HUP; echo ready; cat", Piped);
            Assert.Equal("ready\n", IoLoop.Text(await child.StandardOutput!.ReadLine()));
            pid = child.Pid;
            Assert.True(IsThere(pid));
        });
        Assert.False(IsThere(pid));
    }

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Disposing_of_a_child_kills_it_and_closes_its_streams(ReactorKind kind) => OnLinux(kind, async () =>
    {
        Subprocess disposed;
        await using (Subprocess child = await CreateSubprocessExec("cat", options: Piped))
        {
            disposed = child;
        }

        Assert.Equal(EndedBy(Signal.Kill, kind), disposed.ReturnCode);
        Assert.False(IsThere(disposed.Pid));
        Assert.All([disposed.StandardInput, disposed.StandardOutput, disposed.StandardError], static stream => Assert.True(stream!.IsClosed));
    });

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Processes_of_dotnet_beside_them_keep_their_own_exits(ReactorKind kind) => OnLinux(kind, async () =>
    {
        for (int i = 0; i < 10; i++)
        {
            using var dotnets = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"exit {i}"]);
            Subprocess ours = await CreateSubprocessShell($"exit {i + 100}");
            Assert.Equal(i + 100, await ours.Wait());
            await dotnets.WaitForExitAsync();
            Assert.Equal(i, dotnets.ExitCode);
        }
    });

    [Fact]
    public void Waiting_for_a_child_does_not_wait_for_its_children() => OnEpoll(async () =>
    {
        Subprocess child = await CreateSubprocessShell("tail -f /dev/null & exit 3", Output with { ProcessGroup = 0 });

        Assert.Equal(3, await child.Wait());

        LoopTask<byte[]> reading = CreateTask(child.StandardOutput!.Read());
        await Until.Iterations(20);
        Assert.False(reading.IsDone);
        Assert.True(child.Kill(toGroup: true));
        Assert.Empty(await reading);
    });

    [Fact]
    public void A_signal_to_the_group_reaches_every_process_of_it() => OnEpoll(async () =>
    {
        Subprocess child = await CreateSubprocessShell("tail -f /dev/null & echo $!; wait", Output with { ProcessGroup = 0 });
        int grandchild = int.Parse(IoLoop.Text(await child.StandardOutput!.ReadLine()), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Signal.Exists(grandchild));

        Assert.True(child.Terminate(toGroup: true));

        // The grandchild has the pipe too: it ends when both are gone.
        Assert.Empty(await child.StandardOutput!.Read());
        Assert.Equal(-Signal.Terminate, await child.Wait());
    });

    [Fact]
    public void A_child_in_this_process_s_group_is_not_signalled_as_a_group() => OnEpoll(async () =>
    {
        await using Subprocess child = await CreateSubprocessExec("cat", options: Piped);
        Assert.Throws<InvalidOperationException>(() => child.Kill(toGroup: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => child.SendSignal((PosixSignal)1000));
    });

    [Fact]
    public void A_new_session_has_the_child_as_its_leader() => OnEpoll(async () =>
    {
        Subprocess child = await CreateSubprocessExec("cat", ["/proc/self/stat"], Output with { StartNewSession = true });
        (byte[] output, _) = await child.Communicate();
        string[] fields = IoLoop.Text(output).Split(' ');
        Assert.Equal([fields[0], fields[0]], fields[4..6]);
    });

    [Fact]
    public void A_child_joins_a_group_that_is_there() => OnEpoll(async () =>
    {
        await using Subprocess leader = await CreateSubprocessExec("cat", options: Piped with { ProcessGroup = 0 });
        string stat = await PrintedBy("cat", ["/proc/self/stat"], new() { ProcessGroup = leader.Pid });
        Assert.Equal($"{leader.Pid}", stat.Split(' ')[4]);
    });

    [Fact]
    public void Where_processes_have_no_descriptors_a_thread_waits_for_the_exit() => OnEpoll(async () =>
    {
        int pid;
        SpawnedChild.WithoutDescriptors = true;
        try
        {
            Subprocess child = await CreateSubprocessShell("exit 7");
            Subprocess killed = await CreateSubprocessExec("cat", options: Piped);
            SpawnedChild.WithoutDescriptors = false;
            Assert.Equal(7, await child.Wait());
            Assert.True(killed.Kill());
            Assert.Equal(-Signal.Kill, await killed.Wait());
            Assert.False(killed.Kill());
            pid = killed.Pid;
        }
        finally
        {
            SpawnedChild.WithoutDescriptors = false;
        }

        Assert.False(IsThere(pid));
    });

    [Fact]
    public void The_loop_knows_a_child_by_its_program_and_state() => OnEpoll(async () =>
    {
        Subprocess child = await CreateSubprocessExec("true");
        Assert.Equal($"<Subprocess 'true' pid={child.Pid} running>", child.ToString());
        await child.Wait();
        Assert.Equal($"<Subprocess 'true' pid={child.Pid} returncode=0>", child.ToString());
    });
}
