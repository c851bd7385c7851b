using System.Reflection;
using System.Runtime.Loader;

namespace Simmer.Tests.Support;

/// <summary>This assembly once more, loaded from a folder of its own: as it is in a program that was shipped with another PDB, or none.</summary>
internal sealed class Twin : IDisposable
{
    private readonly AssemblyLoadContext _context = new("twin", isCollectible: true);
    private readonly string _folder = Directory.CreateTempSubdirectory("simmer-").FullName;
    private readonly Assembly _assembly;

    /// <summary>Loads it, after <paramref name="putPdb"/> has put something where its PDB belongs.</summary>
    internal Twin(Action<string>? putPdb = null)
    {
        string file = Path.Combine(_folder, Path.GetFileName(Original));
        File.Copy(Original, file);
        putPdb?.Invoke(Path.ChangeExtension(file, "pdb"));
        _assembly = _context.LoadFromAssemblyPath(file);
    }

    private Twin(Stream image) => _assembly = _context.LoadFromStream(image);

    internal static string OriginalPdb => Path.ChangeExtension(Original, "pdb");

    private static string Original => typeof(Twin).Assembly.Location;

    /// <summary>It is loaded from memory, and lies nowhere.</summary>
    internal static Twin InMemory()
    {
        using FileStream image = File.OpenRead(Original);
        return new Twin(image);
    }

    /// <summary>Calls the twin of a static method of this assembly.</summary>
    internal T Call<T>(Delegate method, params object?[] arguments) =>
        (T)_assembly.GetType(method.Method.DeclaringType!.FullName!)!
            .GetMethod(method.Method.Name, BindingFlags.Static | BindingFlags.NonPublic)!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    public void Dispose()
    {
        _context.Unload();
        Directory.Delete(_folder, recursive: true);
    }
}
