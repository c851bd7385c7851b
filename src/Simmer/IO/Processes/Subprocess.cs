using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>A child process, made by <see cref="Asyncio.CreateSubprocessExec"/> or <see cref="Asyncio.CreateSubprocessShell"/>.</summary>
/// <remarks>
/// <para>Its exit is noticed and its zombie reaped whether or not somebody waits. What it writes to a pipe is to be read: it stands
/// still when the pipe is full. <see cref="Communicate"/> sees to all of that.</para>
/// <para>Closing the loop, which is how a run ends, kills and reaps the children that are left; their own children are their own.
/// Semantics: <c>asyncio.subprocess.Process</c>, which is killed with its transport.</para>
/// </remarks>
/// <example><code>
/// Subprocess child = await CreateSubprocessExec("sort", ["-n"], new()
/// {
///     StandardInput = StandardStream.Pipe,
///     StandardOutput = StandardStream.Pipe,
/// });
/// var (output, _) = await child.Communicate("3\n1\n2\n"u8.ToArray());
/// Console.WriteLine(child.ReturnCode);
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Subprocess
{
    private readonly Child _child;
    private readonly string _program;
    private readonly bool _isGroupLeader;
    private readonly AsyncEvent _exited = new();

    /// <summary>What was read to the end of the output and the error, for a call that comes after one that was cancelled.</summary>
    private readonly byte[]?[] _collected = new byte[3][];

    internal Subprocess(Child child, ChildStart start)
    {
        _child = child;
        _program = start.Program;
        _isGroupLeader = start.Options.IsGroupLeader;
        child.Exited = code =>
        {
            ReturnCode = code;
            _exited.Set();
        };
    }

    /// <summary>The loop it belongs to.</summary>
    public EventLoop Loop => _child.Loop;

    /// <summary>The number of the process.</summary>
    public int Pid => _child.Pid;

    /// <summary>
    /// The exit status: null while it runs, negative if a signal has ended it (-9 is a kill).
    /// </summary>
    /// <remarks>The portable reactor gives what .NET gives: 128 and the signal's number.</remarks>
    public int? ReturnCode { get; private set; }

    /// <summary>What is sent here is its standard input; <see cref="LoopStream.WriteEof"/> ends it. Null if it is no pipe.</summary>
    public LoopStream? StandardInput => _child.Streams[0];

    /// <summary>Its standard output, to be read; null if it is no pipe.</summary>
    public LoopStream? StandardOutput => _child.Streams[1];

    /// <summary>Its standard error, to be read; null if it is no pipe.</summary>
    public LoopStream? StandardError => _child.Streams[2];

    /// <summary>Waits for its exit.</summary>
    /// <returns>The exit status: <see cref="ReturnCode"/>.</returns>
    /// <exception cref="InvalidOperationException">This is the wrong thread, or the child was left to the closing of its loop.</exception>
    /// <remarks>
    /// It does not wait for the ends of the pipes, which grandchildren may hold open. Any number of tasks may wait.
    /// A child that writes more than a pipe holds never exits unless somebody reads: see <see cref="Communicate"/>.
    /// Cancel safety: cancelling it leaves the process alone. <c>Process.wait</c>.
    /// </remarks>
    public async Coroutine<int> Wait()
    {
        Loop.CheckAccess();
        if (ReturnCode is null)
        {
            if (Loop.IsClosed)
            {
                throw new InvalidOperationException($"{this} was killed when its loop closed, and its status is not known. Wait before the run ends.");
            }

            Loop.ExternalWaits++;
            try
            {
                await _exited.Wait();
            }
            finally
            {
                Loop.ExternalWaits--;
            }
        }

        return ReturnCode!.Value;
    }

    /// <summary>Sends the input and ends it, reads everything that it writes, and waits for its exit.</summary>
    /// <param name="input">What to send to its standard input.</param>
    /// <returns>What it wrote to its standard output and error; nothing for one that is no pipe.</returns>
    /// <exception cref="InvalidOperationException">There is input, but the standard input is no pipe.</exception>
    /// <remarks>
    /// <para>All at once, so full pipes stop nobody. A child that closes its input early is no error: the rest is dropped. Everything is
    /// held in memory.</para>
    /// <para>Cancel safety: cancelling it leaves the process alone, and what it wrote is there for the next read or call; if a part of
    /// the input had gone out, no more can be sent. <c>Process.communicate</c>.</para>
    /// </remarks>
    public async Coroutine<(byte[] Output, byte[] Error)> Communicate(ReadOnlyMemory<byte> input = default)
    {
        Loop.CheckAccess();
        if (!input.IsEmpty && StandardInput is null)
        {
            throw new InvalidOperationException(
                $"{this} was given input, but its standard input is no pipe. Create it with StandardInput = StandardStream.Pipe.");
        }

        (_, byte[] output, byte[] error) = await Asyncio.Gather(Feed(input), ReadAll(1), ReadAll(2));
        await Wait();
        return (output, error);
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="signal">The signal. A number that has no name in .NET is cast: <c>(PosixSignal)10</c> is Linux's SIGUSR1.</param>
    /// <param name="toGroup">Whether to send it to every process of the group that the child leads, also after its own end.</param>
    /// <returns>Whether there was somebody to take it: false if the child has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException">The child leads no group of its own; or this is the wrong thread.</exception>
    /// <exception cref="PlatformNotSupportedException">The system has no such signal.</exception>
    /// <remarks><c>Process.send_signal</c>, which fails if the child has ended.</remarks>
    public bool SendSignal(PosixSignal signal, bool toGroup = false) => Send(SignalNumbers.Of(signal), toGroup);

    /// <summary>Asks it to end: SIGTERM. On Windows it is ended at once.</summary>
    /// <inheritdoc cref="SendSignal"/>
    /// <remarks><c>Process.terminate</c>.</remarks>
    public bool Terminate(bool toGroup = false) => Send(SignalNumbers.Terminate, toGroup);

    /// <summary>Ends it at once: SIGKILL.</summary>
    /// <inheritdoc cref="SendSignal"/>
    /// <remarks><c>Process.kill</c>.</remarks>
    public bool Kill(bool toGroup = false) => Send(SignalNumbers.Kill, toGroup);

    /// <summary>Kills it if it runs, closes its streams, and waits for its exit: for <c>await using</c>.</summary>
    /// <returns>A coroutine that ends when it is gone.</returns>
    /// <remarks>Cancel safety: cancelling it ends the wait alone; the child is killed and reaped all the same.</remarks>
    public async Coroutine DisposeAsync()
    {
        Loop.CheckAccess();
        if (ReturnCode is null)
        {
            Kill();
        }

        foreach (LoopStream? stream in _child.Streams)
        {
            stream?.Dispose();
        }

        await Wait();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"<Subprocess '{_program}' pid={Pid} {(ReturnCode is { } code ? $"returncode={code}" : Loop.IsClosed ? "abandoned" : "running")}>";

    private bool Send(int signal, bool toGroup)
    {
        Loop.CheckAccess();
        if (toGroup && !_isGroupLeader)
        {
            throw new InvalidOperationException(
                $"{this} leads no process group, and the signal would reach this process too. Create it with ProcessGroup = 0.");
        }

        return (toGroup || ReturnCode is null) && _child.SendSignal(signal, toGroup);
    }

    private async Coroutine<Nothing> Feed(ReadOnlyMemory<byte> input)
    {
        if (StandardInput is { IsClosed: false } stream)
        {
            try
            {
                await stream.Send(input);
            }
            catch (IOException)
            {
                // It reads no more, as is its right.
            }

            stream.Dispose();
        }

        return default;
    }

    private async Coroutine<byte[]> ReadAll(int index)
    {
        if (_child.Streams[index] is { IsClosed: false } stream)
        {
            _collected[index] = await stream.Read();
            stream.Dispose();
        }

        return _collected[index] ?? [];
    }
}
