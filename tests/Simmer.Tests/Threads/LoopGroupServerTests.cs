using System.Globalization;
using System.Text;
using Simmer.Tests.IO;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

/// <summary>A group whose members listen at one port.</summary>
public sealed class LoopGroupServerTests
{
    private const int Connections = 64;

    [Theory]
    [ClassData(typeof(BothReactors))]
    public void Connections_to_one_port_are_shared_by_the_members(ReactorKind kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere one socket gets all connections.");
        int[] served = new int[2];
        LoopGroup.Run(
            2,
            member => RealLoop.Patiently(async () =>
            {
                if (member.Index == 0)
                {
                    await Serve(member, served);
                }
            }),
            RealLoop.Options with
            {
                LoopFactory = () => new EventLoop(new EventLoopOptions { PortableReactor = kind == ReactorKind.Portable }),
            });

        Assert.Equal(Connections, served.Sum());
        Assert.All(served, static count => Assert.InRange(count, 1, Connections - 1));
    }

    private static async Coroutine Serve(LoopMember member, int[] served)
    {
        await using Server here = await StartServer(AnswerWithIndex, "127.0.0.1", 0, new() { ReusePort = true });
        int port = here.Port;
        LoopMember other = member.Group.Members[1];
        Server there = await other.Call(async () => await StartServer(AnswerWithIndex, "127.0.0.1", port, new() { ReusePort = true }));
        for (int i = 0; i < Connections; i++)
        {
            using Connection connection = await OpenConnection("127.0.0.1", port);
            served[int.Parse(Encoding.ASCII.GetString(await connection.Read()), CultureInfo.InvariantCulture)]++;
        }

        await other.Call(async () => await there.DisposeAsync());
    }

    private static async Coroutine AnswerWithIndex(Connection client) => await client.Send($"{LoopMember.Current!.Index}");
}
