using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>A process as <see cref="System.Diagnostics.Process"/> knows it, for the portable reactor.</summary>
/// <remarks>.NET reaps it, and hands its exit in from a thread of its own.</remarks>
internal sealed class PortableChild : Child
{
    private readonly PortableReactor _reactor;
    private readonly Process _process;
    private bool _hasExited;

    private PortableChild(PortableReactor reactor, Process process)
        : base(reactor.Loop)
    {
        _reactor = reactor;
        _process = process;
        Pid = process.Id;
        reactor.Hold(this);
    }

    internal static PortableChild Start(PortableReactor reactor, ChildStart start)
    {
        SubprocessOptions options = start.Options;
        CheckPossible(options);
        var process = new Process { StartInfo = InfoOf(start), EnableRaisingEvents = true };
        var exit = new TaskCompletionSource();
        process.Exited += (_, _) => exit.TrySetResult();
        try
        {
            process.Start();
        }
        catch (Exception error)
        {
            process.Dispose();
            if (error is Win32Exception native && !OperatingSystem.IsWindows())
            {
                // Of a directory .NET gives the number of whatever had failed before.
                throw start.Failed(Directory.Exists(process.StartInfo.FileName) ? ChildStart.PermissionDenied : native.NativeErrorCode);
            }

            throw;
        }

        var child = new PortableChild(reactor, process);
        child.Connect(0, options, start, process.StartInfo.RedirectStandardInput ? process.StandardInput.BaseStream : null);
        child.Connect(1, options, start, process.StartInfo.RedirectStandardOutput ? process.StandardOutput.BaseStream : null);
        child.Connect(2, options, start, process.StartInfo.RedirectStandardError ? process.StandardError.BaseStream : null);

        // Not before here: a child may be gone before its parent has looked at it.
        exit.Task.ContinueWith(_ => child.OnExit(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return child;
    }

    internal override bool SendSignal(int signal, bool toGroup)
    {
        if (_hasExited || _process.HasExited)
        {
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            return Libc.Kill(Pid, signal) == 0;
        }

        if (signal is not (SignalNumbers.Kill or SignalNumbers.Terminate))
        {
            throw new PlatformNotSupportedException("Windows has no signals to send to a process: it can be ended with Terminate or Kill.");
        }

        _process.Kill();
        return true;
    }

    internal override void OnEvents(uint events)
    {
    }

    internal override void OnLoopClosed()
    {
        if (!_hasExited)
        {
            SendSignal(SignalNumbers.Kill, toGroup: false);

            // .NET reaps it when it hears of the exit; a second is far more than a killed process takes.
            _process.WaitForExit(1000);
            _hasExited = true;
            _process.Dispose();
        }
    }

    private static void CheckPossible(SubprocessOptions options)
    {
        for (int i = 0; i < 3; i++)
        {
            if (options[i].Handle is not null || options[i] == StandardStream.StandardOutput)
            {
                throw NotHere($"a standard stream that is another {(options[i].Handle is null ? "stream" : "handle")}");
            }
        }

        if (options.ProcessGroup is not null || options.StartNewSession)
        {
            throw NotHere("process groups and sessions");
        }
    }

    private static PlatformNotSupportedException NotHere(string what) => new(
        $"The portable reactor knows no {what}: that is for the epoll reactor, which is Linux's. Use StandardStream.Pipe or the shell's means.");

    private static ProcessStartInfo InfoOf(ChildStart start)
    {
        SubprocessOptions options = start.Options;
        var info = new ProcessStartInfo(ProgramOf(start), start.Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = options.WorkingDirectory ?? "",
            RedirectStandardInput = options.StandardInput != StandardStream.Inherit,
            RedirectStandardOutput = options.StandardOutput != StandardStream.Inherit,
            RedirectStandardError = options.StandardError != StandardStream.Inherit,
        };
        if (options.Environment is { } variables)
        {
            info.Environment.Clear();
            foreach ((string name, string value) in variables)
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    /// <summary>A relative path is from the child's directory, where .NET would take it from ours.</summary>
    private static string ProgramOf(ChildStart start)
    {
        if (OperatingSystem.IsWindows())
        {
            return start.Program;
        }

        string path = start.FindProgram();
        return start.Options.WorkingDirectory is { } directory ? Path.Combine(directory, path) : path;
    }

    /// <summary>Gives a redirected stream to the user, or to nobody.</summary>
    private void Connect(int index, SubprocessOptions options, ChildStart start, Stream? stream)
    {
        if (stream is null)
        {
            return;
        }

        string name = NameOf(index, start.Program);
        if (options[index] == StandardStream.Pipe)
        {
            var channel = new PortablePipe(_reactor, stream, isReader: index > 0, name);
            Streams[index] = new SubprocessPipe(channel, isInput: index == 0, name, options.Limit);
        }
        else if (index == 0)
        {
            stream.Dispose();
        }
        else
        {
            _ = Drain(stream);
        }
    }

    /// <summary>Stands in for the null device: reads to the end, off the loop.</summary>
    private static async Task Drain(Stream stream)
    {
        await using ConfiguredAsyncDisposable closing = stream.ConfigureAwait(false);
        try
        {
            await stream.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody wants what it writes.
        }
    }

    private void OnExit()
    {
        try
        {
            Loop.EnqueueFromAnywhere(new Exit(this, _process.ExitCode));
        }
        catch (InvalidOperationException)
        {
            // The loop has closed, and let go of the process.
        }
    }

    private void HasExited(int code)
    {
        _hasExited = true;
        _reactor.LetGo(this);
        _process.Dispose();
        Exited?.Invoke(code);
    }

    /// <summary>The exit, brought to the loop.</summary>
    private sealed class Exit(PortableChild child, int code) : LoopItem
    {
        internal override void Run(EventLoop loop) => child.HasExited(code);

        internal override string Describe() => $"exit of process {child.Pid}";
    }
}
