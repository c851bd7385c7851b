using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.Children;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>What child processes leave of the process's descriptors.</summary>
[Collection(nameof(Descriptors))]
public sealed class SubprocessDescriptorTests
{
    [Theory]
    [ClassData(typeof(BothReactors))]
    public void The_pipes_of_a_child_that_has_ended_give_their_descriptors_back_though_nobody_closes_them(ReactorKind kind) => OnLinux(kind, async () =>
    {
        await Leave();
        int before = CountDescriptors();
        for (int i = 0; i < 20; i++)
        {
            await Leave();
        }

        // .NET may have opened some for itself; two a child would be forty.
        await Until.True(() => CountDescriptors() < before + 10);

        async Coroutine Leave()
        {
            Subprocess child = await CreateSubprocessShell(
                "echo out", new() { StandardOutput = StandardStream.Pipe, StandardError = StandardStream.Pipe });
            Assert.Equal("out\n", Text(await child.StandardOutput!.ReadLine()));
            if (kind == ReactorKind.Portable)
            {
                // It sees the end by reading it.
                Assert.Empty(await child.StandardOutput!.Read());
                Assert.Empty(await child.StandardError!.Read());
            }

            Assert.Equal(0, await child.Wait());
        }

        static int CountDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
    });
}
