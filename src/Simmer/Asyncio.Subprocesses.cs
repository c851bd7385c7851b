namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Starts a program as a child process.</summary>
    /// <param name="program">The program: a name to look for in <c>PATH</c>, or a path, which a relative one is from the child's directory.</param>
    /// <param name="arguments">Its arguments, without the program itself; null for none.</param>
    /// <param name="options">Its streams, directory, environment and group; null to inherit all.</param>
    /// <returns>The child.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started; the message says which program and why.</exception>
    /// <exception cref="ArgumentException">A setting or an argument cannot be.</exception>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    /// <exception cref="PlatformNotSupportedException">The portable reactor cannot do what <paramref name="options"/> ask for.</exception>
    /// <remarks>
    /// <para>The child has its standard streams, and nothing else that this process has open. It does not suspend the caller: the loop
    /// stands still while the system starts the program, for about a millisecond.</para>
    /// <para>Cancel safety: nothing is left of a child whose creation was cancelled, for it was not begun. <c>create_subprocess_exec</c>.</para>
    /// </remarks>
    /// <example><code>
    /// Subprocess git = await CreateSubprocessExec("git", ["status", "--short"], new() { StandardOutput = StandardStream.Pipe });
    /// while (await git.StandardOutput!.ReadLine() is { Length: > 0 } line)
    /// {
    ///     Console.Write(Encoding.UTF8.GetString(line));
    /// }
    ///
    /// int code = await git.Wait();
    /// </code></example>
    public static async Coroutine<Subprocess> CreateSubprocessExec(
        string program, IEnumerable<string>? arguments = null, SubprocessOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        string[] values = [.. arguments ?? []];
        if (Array.IndexOf(values, null) >= 0)
        {
            throw new ArgumentException("An argument is null.", nameof(arguments));
        }

        return StartChild(new ChildStart(program, values, options ?? SubprocessOptions.Default));
    }

    /// <summary>Starts a command of the shell as a child process.</summary>
    /// <param name="command">The command, as one types it: what comes from outside must be quoted.</param>
    /// <param name="options">Its streams, directory, environment and group; null to inherit all.</param>
    /// <returns>The child, which is the shell: <c>/bin/sh</c>, or on Windows <c>cmd</c>.</returns>
    /// <inheritdoc cref="CreateSubprocessExec"/>
    /// <remarks>
    /// A signal reaches the shell alone, unless it goes <c>toGroup</c> with <see cref="SubprocessOptions.ProcessGroup"/> = 0.
    /// <c>create_subprocess_shell</c>.
    /// </remarks>
    public static async Coroutine<Subprocess> CreateSubprocessShell(string command, SubprocessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        options ??= SubprocessOptions.Default;
        return StartChild(OperatingSystem.IsWindows()
            ? new ChildStart(Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe", ["/c", command], options)
            : new ChildStart("/bin/sh", ["-c", command], options));
    }

    private static Subprocess StartChild(ChildStart start)
    {
        EventLoop loop = RunningLoop("start a process");
        start.Check();
        return new Subprocess(Child.Start(loop, start), start);
    }
}
