using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Simmer;

/// <summary>Finds the file and line at which a suspended state machine stands, from its state and the PDB, if one is at hand.</summary>
/// <remarks>
/// The compiler writes into the PDB, for each MoveNext, the offsets at which its awaits suspend; the n-th belongs to
/// state n. Without a PDB, and under NativeAOT, there are no lines.
/// </remarks>
internal static class SourceLines
{
    private static readonly Guid s_asyncSteppingInformation = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");
    private static readonly ConcurrentDictionary<Type, ImmutableArray<SourceLine>> s_lines = new();
    private static readonly ConcurrentDictionary<Type, SourceLine?> s_starts = new();
    private static readonly ConcurrentDictionary<Assembly, MetadataReaderProvider?> s_pdbs = new();

    /// <summary>Where the frame is suspended; null while it runs, and where it cannot be known.</summary>
    internal static SourceLine? Of(Frame frame)
    {
        if (frame.Machine is not { } machine || StateOf(machine, frame.MachineType) is not (>= 0 and var state))
        {
            return null;
        }

        return AtState(frame.MachineType, state);
    }

    /// <summary>The state of a frame: the number of the await it is suspended at; negative before it begins and while it runs.</summary>
    internal static int? StateOf(Frame frame) => frame.Machine is { } machine ? StateOf(machine, frame.MachineType) : null;

    /// <summary>The line of the await that belongs to a state; null where it cannot be known.</summary>
    internal static SourceLine? AtState(Type machineType, int state)
    {
        ImmutableArray<SourceLine> lines = s_lines.GetOrAdd(machineType, static machine => Read(machine, LinesOf));
        return !lines.IsDefault && state >= 0 && state < lines.Length && lines[state].File is not null ? lines[state] : null;
    }

    /// <summary>Where the body of a method begins; null where it cannot be known.</summary>
    internal static SourceLine? StartOf(Type machineType) =>
        s_starts.GetOrAdd(machineType, static machine => Read(machine, FirstLineOf));

    private static int? StateOf(
        object machine, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type type) =>
        type.GetField("<>1__state")?.GetValue(machine) as int?;

    private static T? Read<T>(Type machineType, Func<MetadataReader, MethodDefinitionHandle, T> read)
    {
        try
        {
            return s_pdbs.GetOrAdd(machineType.Assembly, OpenPdb)?.GetMetadataReader() is { } pdb && MoveNextOf(machineType) is { } method
                ? read(pdb, method)
                : default;
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or InvalidOperationException or NotSupportedException)
        {
            // A PDB that cannot be read is as good as none: lines are a help, never a reason to fail.
            return default;
        }
    }

    private static SourceLine? FirstLineOf(MetadataReader pdb, MethodDefinitionHandle method)
    {
        SequencePoint first = pdb.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints()
            .FirstOrDefault(static point => !point.IsHidden);
        return first.Document.IsNil ? null : new SourceLine(pdb.GetString(pdb.GetDocument(first.Document).Name), first.StartLine);
    }

    private static ImmutableArray<SourceLine> LinesOf(MetadataReader pdb, MethodDefinitionHandle method)
    {
        MethodDebugInformation information = pdb.GetMethodDebugInformation(method.ToDebugInformationHandle());
        List<SequencePoint> points = [.. information.GetSequencePoints().Where(static point => !point.IsHidden)];
        foreach (CustomDebugInformationHandle handle in pdb.GetCustomDebugInformation(method))
        {
            CustomDebugInformation custom = pdb.GetCustomDebugInformation(handle);
            if (pdb.GetGuid(custom.Kind) != s_asyncSteppingInformation)
            {
                continue;
            }

            BlobReader blob = pdb.GetBlobReader(custom.Value);
            _ = blob.ReadUInt32(); // The offset of the catch handler.
            ImmutableArray<SourceLine>.Builder lines = ImmutableArray.CreateBuilder<SourceLine>();
            while (blob.RemainingBytes > 0)
            {
                uint suspends = blob.ReadUInt32();
                _ = blob.ReadUInt32(); // Where it resumes.
                _ = blob.ReadCompressedInteger(); // In which method: this one.
                SequencePoint point = points.LastOrDefault(point => point.Offset <= suspends);
                lines.Add(point.Document.IsNil
                    ? default
                    : new SourceLine(pdb.GetString(pdb.GetDocument(point.Document).Name), point.StartLine));
            }

            return lines.ToImmutable();
        }

        return [];
    }

    private static MethodDefinitionHandle? MoveNextOf(Type machineType)
    {
        if (!TryGetMetadata(machineType.Assembly, out MetadataReader? metadata))
        {
            return null;
        }

        Type definition = machineType.IsGenericType ? machineType.GetGenericTypeDefinition() : machineType;
        var handle = (TypeDefinitionHandle)MetadataTokens.Handle(definition.MetadataToken);
        foreach (MethodDefinitionHandle method in metadata.GetTypeDefinition(handle).GetMethods())
        {
            if (metadata.StringComparer.Equals(metadata.GetMethodDefinition(method).Name, "MoveNext"))
            {
                return method;
            }
        }

        return null;
    }

    private static unsafe bool TryGetMetadata(Assembly assembly, [NotNullWhen(true)] out MetadataReader? metadata)
    {
        metadata = assembly.TryGetRawMetadata(out byte* blob, out int length) ? new MetadataReader(blob, length) : null;
        return metadata is not null;
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "No location means no PDB beside it, which is handled.")]
    private static MetadataReaderProvider? OpenPdb(Assembly assembly)
    {
        string path = assembly.Location;
        if (path.Length == 0 || !File.Exists(path))
        {
            return null;
        }

        using var image = new PEReader(File.OpenRead(path));
        return image.TryOpenAssociatedPortablePdb(path, static pdb => File.Exists(pdb) ? File.OpenRead(pdb) : null, out MetadataReaderProvider? provider, out _)
            ? provider
            : null;
    }
}

/// <summary>A line of a source file.</summary>
/// <param name="File">The file, as the compiler saw it.</param>
/// <param name="Line">The line, from 1.</param>
internal readonly record struct SourceLine(string File, int Line);
