using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using Xunit.v3;
using static Simmer.Asyncio;

namespace Simmer.Tests.Diagnostics;

/// <summary>Files and lines come from PDBs, which may lie beside an assembly, in it, or nowhere.</summary>
public sealed class SourceLinesTests
{
    private static readonly int s_stands = Here() + 2;

    private static async Coroutine Stands() => await Sleep(1);

    private static readonly int s_threeAwaits = Here() + 4;

    private static async Coroutine ThreeAwaits<T>(int times)
    {
        await Sleep(0);
        if (times > 0)
        {
            await Sleep(times);
        }

        await Sleep(0);
    }

    private static readonly int s_reachable = Here() + 11;

    private static async Coroutine Reachable(bool wanted)
    {
#pragma warning disable CS0162 // Unreachable code: the awaits are numbered all the same.
        const bool Never = false;
        if (Never)
        {
            await Sleep(1);
        }

        await Sleep(2);
        while (wanted)
        {
            throw new InvalidOperationException();
            await Sleep(3);
        }

        await Sleep(4);
#pragma warning restore CS0162
    }

    private static readonly int s_many = Here() + 4;

    private static async Coroutine Many()
    {
        await Sleep(0); await Sleep(0); await Sleep(0); await Sleep(0); await Sleep(0); await Sleep(0); await Sleep(0); await Sleep(0); await Sleep(0);
        await Sleep(0);
    }

    /// <summary>What lies where the PDB belongs.</summary>
    public enum Pdb
    {
        Right,
        None,
        Empty,
        Garbage,
        CutShort,
        OfAnotherAssembly,
    }

    [Theory]
    [InlineData(Pdb.Right, true)]
    [InlineData(Pdb.None, false)]
    [InlineData(Pdb.Empty, false)]
    [InlineData(Pdb.Garbage, false)]
    [InlineData(Pdb.CutShort, false)]
    [InlineData(Pdb.OfAnotherAssembly, false)]
    public void Without_a_PDB_that_can_be_read_a_task_is_shown_by_its_methods_alone(Pdb pdb, bool hasLines)
    {
        using var twin = new Twin(path => Put(pdb, path));
        AssertStands(twin, hasLines);
    }

    [Fact]
    public void So_is_one_whose_assembly_lies_in_no_file()
    {
        using var twin = Twin.InMemory();
        AssertStands(twin, hasLines: false);
    }

    [Fact]
    public void So_is_one_whose_assembly_was_deleted_after_it_was_loaded()
    {
        string? folder = null;
        using var twin = new Twin(path => folder = Path.GetDirectoryName(path));
        foreach (string file in Directory.GetFiles(folder!))
        {
            File.Delete(file);
        }

        AssertStands(twin, hasLines: false);
    }

    [Fact]
    public void A_PDB_may_be_embedded_in_its_assembly()
    {
        // xunit's are.
        Type machine = typeof(XunitTest).Assembly.GetTypes().First(typeof(IAsyncStateMachine).IsAssignableFrom);

        Assert.NotNull(SourceLines.StartOf(machine));
    }

    [Fact]
    public void Each_await_of_a_method_has_its_line_and_the_method_has_its_first()
    {
        Type machine = MachineOf(nameof(ThreeAwaits)).MakeGenericType(typeof(int));

        Assert.Equal([s_threeAwaits, s_threeAwaits + 3, s_threeAwaits + 6], Enumerable.Range(0, 3).Select(state => SourceLines.AtState(machine, state)!.Value.Line));
        Assert.Null(SourceLines.AtState(machine, 3));
        Assert.Null(SourceLines.AtState(machine, -1));
        Assert.Equal(s_stands, SourceLines.StartOf(MachineOf(nameof(Stands)))!.Value.Line);
    }

    [Fact]
    public void Awaits_that_cannot_be_reached_do_not_shift_the_lines_of_the_others()
    {
        Type machine = MachineOf(nameof(Reachable));

        Assert.Equal(
            [null, s_reachable, null, s_reachable + 7],
            Enumerable.Range(0, 4).Select(state => SourceLines.AtState(machine, state)?.Line));
        Assert.Equal(s_many, SourceLines.AtState(MachineOf(nameof(Many)), 8)!.Value.Line);
        Assert.Equal(s_many + 1, SourceLines.AtState(MachineOf(nameof(Many)), 9)!.Value.Line);
    }

    [Theory]
    [InlineData("00000000000000000217250A7D01000004", 17, 1)]
    [InlineData("000000000000000002161F10250A7D01000004", 19, null)]
    [InlineData("0000000000000000021F10250A7D01000004", 18, 16)]
    [InlineData("000000000000022000010000250A7D01000004", 19, 256)]
    [InlineData("0217250A7D01000004", 9, null)]
    [InlineData("00000000000000000217250B7D01000004", 17, null)]
    [InlineData("00000000000000000217250A7D01000004", 18, null)]
    public void A_state_is_read_from_the_compilers_own_code_only(string code, int offset, int? state) =>
        Assert.Equal(state, AwaitStates.Before(Convert.FromHexString(code), (uint)offset));

    [Fact]
    public void Code_that_is_hidden_from_debuggers_has_no_lines()
    {
        Type machine = MachineOf(nameof(Hidden));

        Assert.Null(SourceLines.StartOf(machine));
        Assert.Null(SourceLines.AtState(machine, 0));
    }

    [Fact]
    public void It_keeps_no_assembly_from_being_unloaded()
    {
        WeakReference machine = Look();
        for (int i = 0; i < 100 && machine.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(machine.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Look()
        {
            using var twin = new Twin(path => Put(Pdb.Right, path));
            Type machine = twin.Call<Type>(MachineOf, nameof(Stands));
            Assert.NotNull(SourceLines.StartOf(machine));
            return new WeakReference(machine);
        }
    }

    private static void AssertStands(Twin twin, bool hasLines) => TestLoop.Run(async () =>
    {
        LoopTask task = CreateTask(twin.Call<Coroutine>(Stands));
        await Sleep(0);
        FrameCallGraphEntry entry = CaptureCallGraph(task)!.CallStack[^1];

        Assert.Equal("Stands", entry.Method);
        Assert.Equal(hasLines ? s_stands : null, entry.Line);
        Assert.Equal(hasLines, entry.File is not null);
        Assert.Contains(hasLines ? $"line {s_stands}, in async Stands()" : "  |   async Stands()", FormatCallGraph(task), StringComparison.Ordinal);
        await task;
    });

    private static void Put(Pdb pdb, string path)
    {
        switch (pdb)
        {
            case Pdb.Right: File.Copy(Twin.OriginalPdb, path); break;
            case Pdb.Empty: File.WriteAllBytes(path, []); break;
            case Pdb.Garbage: File.WriteAllText(path, new string('?', 10_000)); break;
            case Pdb.CutShort: File.WriteAllBytes(path, File.ReadAllBytes(Twin.OriginalPdb)[..2000]); break;
            case Pdb.OfAnotherAssembly: File.Copy(Path.ChangeExtension(typeof(Simmer.Testing.VirtualClock).Assembly.Location, "pdb"), path); break;
        }
    }

    private static Type MachineOf(string method) => typeof(SourceLinesTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic)
        .Single(type => MethodNames.Of(type) == method);

    private static int Here([CallerLineNumber] int line = 0) => line;

#line hidden
    private static async Coroutine Hidden()
    {
        await Sleep(1);
    }
#line default
}
