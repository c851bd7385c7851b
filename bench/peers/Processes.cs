using System.ComponentModel;
using System.Diagnostics;

namespace Simmer.Peers;

/// <summary>Runs other programs.</summary>
internal static class Processes
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    /// <exception cref="PeerException">It does not exist, failed, or took too long.</exception>
    internal static string Run(Command command, string? folder = null)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };

        // On one processor the runtime waits ten times as long before it optimizes. It gets there all the same; the
        // warm-up need not wait for it.
        start.Environment["DOTNET_TC_DelaySingleProcMultiplier"] = "1";

        // A program that is to overflow its stack need not write a core.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new PeerException($"took more than {s_limit.TotalMinutes} minutes");
        }

        if (process.ExitCode != 0)
        {
            throw new PeerException(Reason(process.ExitCode, errors.Result));
        }

        return output.Result.Trim();
    }

    internal static bool Succeeds(Command command)
    {
        try
        {
            Run(command);
            return true;
        }
        catch (PeerException)
        {
            return false;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new PeerException($"cannot start {start.FileName}: {error.Message}");
        }
    }

    /// <summary>The error in a line: the last of a Python trace, the first of others.</summary>
    private static string Reason(int code, string errors)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? line = lines.Length == 0 ? null : lines[0].StartsWith("Traceback", StringComparison.Ordinal) ? lines[^1] : lines[0];
        return line ?? (code == 139 ? "segmentation fault" : $"exit code {code}");
    }
}
