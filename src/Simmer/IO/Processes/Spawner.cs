using System.Text;

namespace Simmer;

/// <summary>Starts a process of Linux with posix_spawn.</summary>
/// <remarks>
/// The child gets its three standard streams and nothing else that is open here; no signal is blocked in it, and those that .NET
/// ignores for itself have their usual effect. What this process was started to ignore (<c>nohup</c>) stays ignored.
/// </remarks>
internal static unsafe class Spawner
{
    /// <summary>Leaves a stream as it is in this process.</summary>
    internal const int Inherit = -1;

    /// <summary>Opens the null device.</summary>
    internal const int DevNull = -2;

    /// <summary>The standard error: wherever the standard output goes.</summary>
    internal const int Merge = -3;

    /// <summary>More than what C libraries use, which is 80 and 336 bytes.</summary>
    private const int StructureSize = 1024;
    private const int SignalSetSize = 128;
    private const int ReadAndWrite = 2;

    /// <summary>SIGPIPE and SIGXFSZ.</summary>
    private const nuint IgnoredByRuntimes = (1u << 12) | (1u << 24);

    /// <summary>Old C libraries cannot close what other code left open to children; whatever .NET and Simmer open is closed anyway.</summary>
    private static volatile bool s_cannotCloseFrom;

    /// <param name="start">What to start.</param>
    /// <param name="streams">For each standard stream a descriptor, 3 or more, or one of the constants.</param>
    /// <returns>The process number.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    internal static int Spawn(ChildStart start, ReadOnlySpan<int> streams)
    {
        string path = start.FindProgram();
        byte* actions = stackalloc byte[StructureSize];
        byte* attributes = stackalloc byte[StructureSize];
        Check(start, Libc.InitActions(actions));
        try
        {
            Check(start, Libc.InitAttributes(attributes));
            try
            {
                SetAttributes(attributes, start);
                byte[] directory = Bytes(start.Options.WorkingDirectory ?? "");
                AddActions(actions, start, streams, start.Options.WorkingDirectory is null ? null : directory);
                return Spawn(start, path, actions, attributes);
            }
            finally
            {
                _ = Libc.DestroyAttributes(attributes);
            }
        }
        finally
        {
            _ = Libc.DestroyActions(actions);
        }
    }

    private static int Spawn(ChildStart start, string path, byte* actions, byte* attributes)
    {
        byte[][] arguments = [.. start.Arguments.Prepend(start.Program).Select(Bytes)];
        byte[][] variables = [.. start.Variables.Select(static pair => Bytes($"{pair.Key}={pair.Value}"))];
        byte[] block = [.. Bytes(path), .. arguments.SelectMany(static bytes => bytes), .. variables.SelectMany(static bytes => bytes)];
        nint[] pointers = new nint[arguments.Length + variables.Length + 2];
        fixed (byte* strings = block)
        {
            fixed (nint* start0 = pointers)
            {
                byte* next = strings + Encoding.UTF8.GetByteCount(path) + 1;
                int index = 0;
                next = Point(arguments, next, pointers, ref index);
                int firstVariable = ++index;
                Point(variables, next, pointers, ref index);
                int pid;
                int error = Libc.Spawn(&pid, strings, actions, attributes, (byte**)start0, (byte**)(start0 + firstVariable));
                Check(start, error);
                return pid;
            }
        }
    }

    private static byte* Point(byte[][] values, byte* at, nint[] pointers, ref int index)
    {
        foreach (byte[] value in values)
        {
            pointers[index++] = (nint)at;
            at += value.Length;
        }

        return at;
    }

    private static void SetAttributes(byte* attributes, ChildStart start)
    {
        const short SetGroup = 0x02;
        const short SetDefaults = 0x04;
        const short SetMask = 0x08;
        const short SetSession = 0x80;
        byte* signals = stackalloc byte[SignalSetSize];
        new Span<byte>(signals, SignalSetSize).Clear();
        Check(start, Libc.SetMask(attributes, signals));
        *(nuint*)signals = IgnoredByRuntimes;
        Check(start, Libc.SetDefaults(attributes, signals));
        int flags = SetDefaults | SetMask;
        if (start.Options.StartNewSession)
        {
            // The leader of a session leads its group too.
            flags |= SetSession;
        }
        else if (start.Options.ProcessGroup is { } group)
        {
            flags |= SetGroup;
            Check(start, Libc.SetGroup(attributes, group));
        }

        Check(start, Libc.SetFlags(attributes, (short)flags));
    }

    private static void AddActions(byte* actions, ChildStart start, ReadOnlySpan<int> streams, byte[]? directory)
    {
        fixed (byte* device = "/dev/null\0"u8)
        {
            for (int i = 0; i < 3; i++)
            {
                Check(start, streams[i] switch
                {
                    Inherit => 0,
                    DevNull => Libc.AddOpen(actions, i, device, ReadAndWrite, 0),
                    Merge => Libc.AddDuplicate(actions, 1, i),
                    int descriptor => Libc.AddDuplicate(actions, descriptor, i),
                });
            }
        }

        if (directory is not null)
        {
            AddChangeDirectory(actions, start, directory);
        }

        if (!s_cannotCloseFrom)
        {
            try
            {
                Check(start, Libc.AddCloseFrom(actions, 3));
            }
            catch (EntryPointNotFoundException)
            {
                s_cannotCloseFrom = true;
            }
        }
    }

    private static void AddChangeDirectory(byte* actions, ChildStart start, byte[] directory)
    {
        try
        {
            fixed (byte* path = directory)
            {
                Check(start, Libc.AddChangeDirectory(actions, path));
            }
        }
        catch (EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException(
                "WorkingDirectory needs a C library that can change it in a child: glibc 2.29 or musl 1.1.24. "
                + "Start a shell with 'cd directory && exec program', or set SIMMER_REACTOR=portable.");
        }
    }

    private static void Check(ChildStart start, int error)
    {
        if (error != 0)
        {
            throw start.Failed(error);
        }
    }

    private static byte[] Bytes(string value) => Encoding.UTF8.GetBytes(value + '\0');
}
