// In Debug the compiler makes a state machine an object, one for each call: there the promise does not hold.
#if !DEBUG
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>The promise that a warm connection reads and sends without allocating, also when it has to wait.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Receiving_and_sending_in_a_coroutine() => Allocates(async (connection, times) =>
    {
        byte[] buffer = new byte[64];
        for (int i = 0; i < times; i++)
        {
            await connection.Send(buffer);
            int count = await connection.Receive(buffer);
            await connection.ReceiveExactly(buffer.AsMemory(count));
        }
    });

    [Fact]
    public void Reading_and_writing_in_a_method_of_dotnet() => Allocates(async (connection, times) => await Exchange(connection, times));

    private static async Task Exchange(Connection connection, int times)
    {
        byte[] buffer = new byte[64];
        for (int i = 0; i < times; i++)
        {
            await connection.WriteAsync(buffer).ConfigureAwait(false);
            for (int count = 0; count < buffer.Length;)
            {
                count += await connection.ReadAsync(buffer.AsMemory(count)).ConfigureAwait(false);
            }
        }
    }

    private static void Allocates(Func<Connection, int, Coroutine> body) => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            LoopTask<bool> echo = OnThread(() =>
            {
                byte[] buffer = new byte[64];
                while (peer.Receive(buffer) is int count and > 0)
                {
                    peer.Send(buffer, 0, count, SocketFlags.None);
                }

                return true;
            });
            await Allocations.AreHere(0, times => body(connection, times));
            await connection.WriteEof();
            await echo;
        }
    });
}
#endif
