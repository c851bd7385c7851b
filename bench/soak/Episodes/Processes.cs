using System.ComponentModel;
using System.Runtime.InteropServices;
using static Simmer.Asyncio;
using static Simmer.Soak.SoakException;

namespace Simmer.Soak;

/// <summary>Child processes: talked to, killed, left alone.</summary>
internal static class Processes
{
    internal const PosixSignal User1 = (PosixSignal)10;
    private static readonly SubprocessOptions s_pipes = new()
    {
        StandardInput = StandardStream.Pipe,
        StandardOutput = StandardStream.Pipe,
        StandardError = StandardStream.DevNull,
    };

    internal static async Coroutine Communicate(World world, Random random)
    {
        await using Subprocess cat = await CreateSubprocessExec("cat", [], s_pipes);
        byte[] input = Pattern.Bytes(random.Next(0, 300_000));
        (byte[] output, _) = await cat.Communicate(input);
        Require(cat.ReturnCode == 0 && output.AsSpan().SequenceEqual(input), "a process gives back what it was given");
    }

    internal static async Coroutine Killed(World world, Random random)
    {
        await using Subprocess sleep = await CreateSubprocessExec("sleep", ["1000"], s_pipes);
        LoopTask<byte[]> read = CreateTask(sleep.StandardOutput!.Read());
        try
        {
            await Sleep(random.NextDouble() * 0.005);
            switch (random.Next(3))
            {
                case 0:
                    sleep.Kill();
                    Require(await sleep.Wait() is -9 or 137, "a process that is killed has ended so");
                    break;
                case 1:
                    sleep.Terminate();
                    Require(await sleep.Wait() is -15 or 143, "a process that is asked to end ends");
                    break;
                default:
                    // The end of the scope kills it.
                    break;
            }
        }
        finally
        {
            sleep.Kill();
            await Wait([read]);
            _ = read.IsCancelled ? null : read.Exception;
        }
    }

    internal static async Coroutine ReadsNothing(World world, Random random)
    {
        await using Subprocess child = await CreateSubprocessShell("exec true", s_pipes);
        (byte[] output, _) = await child.Communicate(new byte[500_000]);
        Require(output.Length == 0 && child.ReturnCode == 0, "input that nobody reads is no error");
    }

    internal static async Coroutine Talkative(World world, Random random)
    {
        await using Subprocess child = await CreateSubprocessExec("head", ["-c", "400000", "/dev/zero"], s_pipes);
        byte[] buffer = new byte[random.Next(1000, 100_000)];
        int total = 0;
        bool givesUp = random.Next(3) == 0;
        while (await child.StandardOutput!.Receive(buffer) is int count and > 0)
        {
            total += count;
            await Sleep(random.Next(4) == 0 ? 0.001 : 0);
            if (givesUp)
            {
                return;
            }
        }

        Require(total == 400_000 && await child.Wait() == 0, "everything that a process writes is read");
    }

    internal static async Coroutine Missing(World world, Random random)
    {
        try
        {
            await CreateSubprocessExec("simmer-no-such-program");
        }
        catch (Win32Exception)
        {
            return;
        }

        throw new SoakException("broken: a program that is not there cannot be started");
    }

    /// <summary>A signal that a child sends to this process.</summary>
    internal static async Coroutine Signal(World world, Random random)
    {
        SignalEnumerator signals = Signals(User1).GetAsyncEnumerator();
        try
        {
            await using (Subprocess child = await CreateSubprocessShell("kill -USR1 $PPID"))
            {
                await child.Wait();
            }

            // Another episode's child may have sent it.
            Require(await signals.MoveNextAsync() && signals.Current == User1, "a signal that is sent arrives");
        }
        finally
        {
            await signals.DisposeAsync();
        }
    }
}
