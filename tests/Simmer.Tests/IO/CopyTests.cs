using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>A connection that is copied to what ends its writes on threads of .NET's.</summary>
public sealed class CopyTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void To_a_file_comes_all_up_to_the_end(ReactorKind kind) => Copy(kind, isPlain: true);

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_tls_too(ReactorKind kind) => Copy(kind, isPlain: false);

    [Theory, ClassData(typeof(BothReactors))]
    public void From_another_thread_it_is_refused(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.OpenUnix(isPlain: true);
        await Fails.With<InvalidOperationException>(async () => await ToThread(() => pair.Client.CopyToAsync(Stream.Null).GetAwaiter().GetResult()));
    });

    private static void Copy(ReactorKind kind, bool isPlain) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.OpenUnix(isPlain);
        byte[] block = Pattern(1 << 20);
        LoopTask send = CreateTask(SendAll(pair.Server, block));
        using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 4096,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await pair.Client.CopyToAsync(file, 10_000);
        await send;
        Assert.True(pair.Client.IsAtEof);
        byte[] copied = new byte[block.Length];
        file.Position = 0;
        Assert.Equal(block.Length, file.Read(copied));
        Assert.Equal(block, copied);
    });

    private static async Coroutine SendAll(Connection connection, byte[] block)
    {
        await connection.Send(block);
        await connection.WriteEof();
    }
}
