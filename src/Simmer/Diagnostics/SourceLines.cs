using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Finds the file and line at which a suspended state machine stands, from its state and the PDB, if one is at hand.</summary>
/// <remarks>
/// The compiler writes into the PDB, for each MoveNext, the offsets at which its awaits suspend; the code before them tells their
/// states. Without a PDB, and under NativeAOT, there are no lines. Nothing here keeps an assembly from being unloaded.
/// </remarks>
internal static class SourceLines
{
    private static readonly Guid s_asyncSteppingInformation = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");
    private static readonly ConditionalWeakTable<Type, MethodLines> s_lines = [];
    private static readonly ConditionalWeakTable<Assembly, MetadataReaderProvider?> s_pdbs = [];

    /// <summary>Where the frame is suspended; null while it runs, and where it cannot be known.</summary>
    internal static SourceLine? Of(Frame frame) => StateOf(frame) is { } state ? AtState(frame.MachineType, state) : null;

    /// <summary>The state of a frame: the number of the await it is suspended at; negative before it begins and while it runs.</summary>
    internal static int? StateOf(Frame frame) => frame.Machine is { } machine ? StateOf(machine, frame.MachineType) : null;

    /// <summary>The line of the await that belongs to a state; null where it cannot be known.</summary>
    internal static SourceLine? AtState(Type machineType, int state) => LinesOf(machineType).Awaits.GetValueOrDefault(state);

    /// <summary>Where the body of a method begins; null where it cannot be known.</summary>
    internal static SourceLine? StartOf(Type machineType) => LinesOf(machineType).Start;

    private static int? StateOf(
        object machine, [DynamicallyAccessedMembers(Frame.MembersOfMachine)] Type type) =>
        type.GetField("<>1__state")?.GetValue(machine) as int?;

    private static MethodLines LinesOf(Type machineType) => s_lines.GetValue(machineType, static machine =>
    {
        try
        {
            return s_pdbs.GetValue(machine.Assembly, OpenPdb)?.GetMetadataReader() is { } pdb ? Read(pdb, machine) : MethodLines.None;
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // A PDB that cannot be read is as good as none: lines are a help, never a reason to fail.
            return MethodLines.None;
        }
    });

    private static MethodLines Read(MetadataReader pdb, Type machine)
    {
        MethodDefinitionHandle method = MoveNextOf(machine);
        byte[] code = CodeOf(machine, method);
        SequencePoint[] points =
        [
            .. pdb.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints().Where(static point => !point.IsHidden),
        ];
        var awaits = new Dictionary<int, SourceLine?>();
        foreach (CustomDebugInformation information in pdb.GetCustomDebugInformation(method).Select(pdb.GetCustomDebugInformation)
            .Where(information => pdb.GetGuid(information.Kind) == s_asyncSteppingInformation))
        {
            BlobReader blob = pdb.GetBlobReader(information.Value);
            _ = blob.ReadUInt32(); // The offset of the catch handler.
            while (blob.RemainingBytes > 0)
            {
                uint suspends = blob.ReadUInt32();
                _ = blob.ReadUInt32(); // Where it resumes.
                _ = blob.ReadCompressedInteger(); // In which method: this one.
                awaits[AwaitStates.Before(code, suspends) ?? awaits.Count] = LineOf(points.LastOrDefault(point => point.Offset <= suspends));
            }
        }

        return new MethodLines(LineOf(points.FirstOrDefault()), awaits);

        SourceLine? LineOf(SequencePoint point) =>
            point.Document.IsNil ? null : new SourceLine(pdb.GetString(pdb.GetDocument(point.Document).Name), point.StartLine);
    }

    private static unsafe MethodDefinitionHandle MoveNextOf(Type machineType)
    {
        // The assembly lies in a file, or there would be no PDB; so it has metadata.
        machineType.Assembly.TryGetRawMetadata(out byte* blob, out int length);
        var metadata = new MetadataReader(blob, length);
        var type = (TypeDefinitionHandle)MetadataTokens.Handle(machineType.MetadataToken);
        return metadata.GetTypeDefinition(type).GetMethods()
            .First(method => metadata.StringComparer.Equals(metadata.GetMethodDefinition(method).Name, "MoveNext"));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Code that runs is there; what the trimmer changed has a PDB that fits.")]
    private static byte[] CodeOf(Type machine, MethodDefinitionHandle method) =>
        machine.Module.ResolveMethod(MetadataTokens.GetToken(method))?.GetMethodBody()?.GetILAsByteArray() ?? [];

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "No location means no PDB beside it, which is handled.")]
    private static MetadataReaderProvider? OpenPdb(Assembly assembly)
    {
        string path = assembly.Location;
        if (path.Length == 0)
        {
            return null;
        }

        using var image = new PEReader(File.OpenRead(path));
        return image.TryOpenAssociatedPortablePdb(path, static pdb => File.Exists(pdb) ? File.OpenRead(pdb) : null, out MetadataReaderProvider? provider, out _)
            ? provider
            : null;
    }

    /// <summary>The lines of a method: where its body begins, and its awaits by their states.</summary>
    private sealed record MethodLines(SourceLine? Start, Dictionary<int, SourceLine?> Awaits)
    {
        internal static readonly MethodLines None = new(null, []);
    }
}

/// <summary>A line of a source file.</summary>
/// <param name="File">The file, as the compiler saw it.</param>
/// <param name="Line">The line, from 1.</param>
internal readonly record struct SourceLine(string File, int Line);
