using System.Collections;
using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Globalization;

namespace Simmer;

/// <summary>What is to be started.</summary>
/// <param name="Program">The program, as it was named.</param>
/// <param name="Arguments">Its arguments, without the program.</param>
/// <param name="Options">The settings.</param>
internal sealed record ChildStart(string Program, string[] Arguments, SubprocessOptions Options)
{
    internal const int PermissionDenied = 13;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The child's environment variables.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Variables => Options.Environment
        ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(static entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));

    /// <summary>Refuses what the system would cut off, or take for something else.</summary>
    /// <exception cref="ArgumentException">A setting or an argument cannot be.</exception>
    internal void Check()
    {
        Options.Check();
        CheckText(Program, "The program");
        CheckText(Options.WorkingDirectory, "The working directory");
        foreach (string argument in Arguments)
        {
            CheckText(argument, "An argument");
        }

        foreach ((string name, string value) in Options.Environment ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{name}' is no name of an environment variable.", "options");
            }

            CheckText(name, "An environment variable");
            CheckText(value, "An environment variable");
        }
    }

    private static void CheckText(string? text, string what)
    {
        if (text is not null && text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{what} has a NUL character in it, where the system would cut it off.");
        }
    }

    /// <summary>Finds the program as a shell does: a name without a slash in the directories of <c>PATH</c>.</summary>
    /// <exception cref="Win32Exception">It is not there.</exception>
    internal string FindProgram()
    {
        if (Program.Contains('/', StringComparison.Ordinal))
        {
            return Program;
        }

        string? path = Options.Environment is { } own
            ? own.GetValueOrDefault("PATH") : Environment.GetEnvironmentVariable("PATH");
        bool isThere = false;
        foreach (string folder in (path ?? "/bin:/usr/bin").Split(':'))
        {
            string candidate = Path.Combine(folder.Length == 0 ? "." : folder, Program);

            // The child looks at it from its own directory.
            string seen = Options.WorkingDirectory is { } directory ? Path.Combine(directory, candidate) : candidate;
            if (File.Exists(seen))
            {
                isThere = true;
                if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(seen) & AnyExecute) != 0)
                {
                    return candidate.Contains('/', StringComparison.Ordinal) ? candidate : "./" + candidate;
                }
            }
        }

        throw Failed(isThere ? PermissionDenied : Errno.NotFound);
    }

    /// <summary>The error of a start, by its number of Unix.</summary>
    internal Win32Exception Failed(int error) => new(error, $"Cannot start '{Program}': {Reason(error)}");

    private string Reason(int error)
    {
        if (Options.WorkingDirectory is { } directory && !Directory.Exists(directory))
        {
            return $"its working directory '{directory}' {(File.Exists(directory) ? "is a file" : "does not exist")}.";
        }

        bool isPath = Program.Contains('/', StringComparison.Ordinal);
        return error switch
        {
            Errno.NotFound when !isPath => "there is no such program in the directories of PATH.",
            Errno.NotFound when File.Exists(Path.Combine(Options.WorkingDirectory ?? "", Program)) => "the file is there, but the interpreter or loader that it names is not.",
            Errno.NotFound => "there is no such file.",
            PermissionDenied => "it is not executable, or this user may not execute it.",
            7 => "its arguments and environment are longer than the system takes.",
            8 => "it is not a program of this system; a script begins with #! and its interpreter.",
            11 => "the user has as many processes as the system allows.",
            12 => "the system is out of memory.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{new Win32Exception(error).Message} (error {error})."),
        };
    }
}
