using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>What a standard stream of a child process is connected to.</summary>
/// <remarks><c>asyncio.subprocess.PIPE</c>, <c>DEVNULL</c>, <c>STDOUT</c>, <c>None</c>.</remarks>
public sealed class StandardStream
{
    private readonly string _name;

    private StandardStream(string name, SafeHandle? handle = null)
    {
        _name = name;
        Handle = handle;
    }

    /// <summary>What this process's own stream is connected to.</summary>
    public static StandardStream Inherit { get; } = new("inherit");

    /// <summary>A pipe, whose other end is a stream of the <see cref="Subprocess"/>.</summary>
    public static StandardStream Pipe { get; } = new("pipe");

    /// <summary>The null device: nothing to read, and what is written is gone.</summary>
    public static StandardStream DevNull { get; } = new("null device");

    /// <summary>For the standard error: wherever the standard output goes.</summary>
    public static StandardStream StandardOutput { get; } = new("standard output");

    internal SafeHandle? Handle { get; }

    /// <summary>An open file, pipe or socket.</summary>
    /// <param name="handle">It stays yours; you may dispose of it once the child is created.</param>
    /// <returns>The stream for <see cref="SubprocessOptions"/>.</returns>
    public static StandardStream Of(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new StandardStream("handle", handle);
    }

    /// <inheritdoc/>
    public override string ToString() => _name;
}
