using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The calls that start, watch and signal processes.</summary>
internal static unsafe partial class Libc
{
    internal const int WithoutHanging = 1;
    private const int PidfdOpenCall = 434;
    private const int PidfdSendSignalCall = 424;

    /// <summary>Waits for a process, leaving it to be reaped: exited, and not to be taken.</summary>
    private const int ExitedAndLeft = 4 | 0x1000000;

    [LibraryImport(Library, EntryPoint = "pipe2")]
    internal static partial int Pipe(int* descriptors, int flags);

    internal static int SetNonBlocking(int descriptor) => Control(descriptor, 4, NonBlocking);

    /// <summary>Duplicates a descriptor to the lowest number from <paramref name="least"/> on, closed in children.</summary>
    internal static int DuplicateFrom(int descriptor, int least) => Control(descriptor, 1030, least);

    /// <returns>A descriptor that is readable once the process has exited; -1 with an error.</returns>
    internal static int OpenProcess(int pid) => (int)SystemCall(PidfdOpenCall, pid, 0, 0, 0, 0, 0);

    internal static int SendSignal(int processDescriptor, int signal) =>
        (int)SystemCall(PidfdSendSignalCall, processDescriptor, signal, 0, 0, 0, 0);

    /// <summary>Takes and gives what happens at a signal.</summary>
    [LibraryImport(Library, EntryPoint = "sigaction")]
    internal static partial int SignalAction(int signal, void* action, void* before);

    [LibraryImport(Library, EntryPoint = "kill")]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "waitpid")]
    internal static partial int WaitProcess(int pid, int* status, int options);

    /// <summary>Blocks until a child has exited; it is left to be reaped.</summary>
    internal static int WaitExit(int pid) => WaitId(1, pid, null, ExitedAndLeft);

    /// <summary>Waits until a descriptor is readable.</summary>
    /// <returns>Whether it is.</returns>
    internal static bool PollRead(int descriptor, int milliseconds)
    {
        PollDescriptor poll = new() { Descriptor = descriptor, Events = 1 };
        return Poll(&poll, 1, milliseconds) > 0;
    }

    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    internal static partial int Spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int InitActions(void* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int DestroyActions(void* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int AddDuplicate(void* actions, int descriptor, int target);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen")]
    internal static partial int AddOpen(void* actions, int target, byte* path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    internal static partial int AddChangeDirectory(void* actions, byte* path);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static partial int AddCloseFrom(void* actions, int least);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitAttributes(void* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroyAttributes(void* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetFlags(void* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setpgroup")]
    internal static partial int SetGroup(void* attributes, int group);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SetMask(void* attributes, void* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SetDefaults(void* attributes, void* signals);

    [LibraryImport(Library, EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "waitid")]
    private static partial int WaitId(int kind, int pid, void* information, int options);

    [LibraryImport(Library, EntryPoint = "poll")]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}
