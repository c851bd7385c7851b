using System.Buffers.Binary;
using System.Text;
using static Simmer.Asyncio;
using static Simmer.Soak.SoakException;

namespace Simmer.Soak;

/// <summary>Bytes there and back, each in its place.</summary>
internal static class Exchanges
{
    internal static async Coroutine Echo(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Echo));
        for (int round = random.Next(1, 20); round > 0; round--)
        {
            byte[] message = Pattern.Bytes(random.Next(1, 20_000));
            await connection.Send(message);
            Pattern.Check(await connection.ReadExactly(message.Length), 0, "an echo");
        }
    }

    internal static async Coroutine BothDirections(World world, Random random)
    {
        int total = random.Next(100_000, 800_000);
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Echo));
        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(SendAll());
            byte[] buffer = new byte[random.Next(100, 40_000)];
            for (int received = 0; received < total;)
            {
                int count = await connection.Receive(buffer);
                if (count == 0)
                {
                    throw new EndOfStreamException("The server was closed.");
                }

                Pattern.Check(buffer.AsSpan(0, count), received, "an echo");
                received += count;
            }
        });

        async Coroutine SendAll()
        {
            await connection.Send(Pattern.Bytes(total));
            await connection.WriteEof();
        }
    }

    internal static async Coroutine Lines(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Echo));
        string[] lines = [.. Enumerable.Range(0, random.Next(1, 30)).Select(number => $"{number} {new string('x', random.Next(200))}\n")];
        await connection.Send(string.Concat(lines));
        foreach (string line in lines)
        {
            string read = Encoding.ASCII.GetString(await connection.ReadLine());
            Require(read == line || connection.IsAtEof, $"a line is read as it was sent, not '{read}'");
        }
    }

    /// <summary>Ends its side, and has an answer still.</summary>
    internal static async Coroutine Counted(World world, Random random)
    {
        int total = random.Next(1, 300_000);
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Count));
        await connection.Send(Pattern.Bytes(total));
        await connection.WriteEof();
        long counted = BinaryPrimitives.ReadInt64LittleEndian(await connection.ReadExactly(8));
        Require(counted == total, $"a server that was sent {total} bytes received {counted}");
    }

    internal static async Coroutine SlowReader(World world, Random random)
    {
        int total = random.Next(200_000, 3_000_000);
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Give, total));
        byte[] buffer = new byte[random.Next(1000, 64_000)];
        bool givesUp = random.Next(4) == 0;
        int received = 0;
        while (await connection.Receive(buffer) is int count and > 0)
        {
            Pattern.Check(buffer.AsSpan(0, count), received, "a gift");
            received += count;
            if (random.Next(8) == 0)
            {
                await Sleep(random.NextDouble() * 0.01);
            }

            if (givesUp && received > total / 3)
            {
                return;
            }
        }
    }

    internal static async Coroutine EndFirst(World world, Random random)
    {
        int total = random.Next(1, 200_000);
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.EndFirst, total));
        Require((await connection.Read()).Length == 0 && connection.IsAtEof, "a server that ends first sends nothing");
        await connection.Send(Pattern.Bytes(total));
    }

    /// <summary>As .NET's code uses a connection, with tokens that come in between.</summary>
    internal static async Coroutine ValueTasks(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Echo));
        await Foreign(connection, random);
    }

    private static async Task Foreign(Connection connection, Random random)
    {
        byte[] buffer = new byte[8192];
        long sent = 0;
        long received = 0;
        for (int round = random.Next(1, 20); round > 0; round--)
        {
            int size = random.Next(1, buffer.Length);
            await connection.WriteAsync(Pattern.At(sent, size)).ConfigureAwait(false);
            sent += size;
            while (received < sent)
            {
                using var source = new CancellationTokenSource();
                ValueTask<int> read = connection.ReadAsync(buffer, source.Token);
                if (random.Next(3) == 0)
                {
                    Cancel(source);
                }

                try
                {
                    int count = await read.ConfigureAwait(false);
                    if (count == 0)
                    {
                        return;
                    }

                    Pattern.Check(buffer.AsSpan(0, count), received, "an echo to .NET's code");
                    received += count;
                }
                catch (OperationCanceledException) when (source.IsCancellationRequested && connection.Tls is null)
                {
                }
                catch (OperationCanceledException) when (source.IsCancellationRequested)
                {
                    // What SslStream had taken from the connection is its own affair.
                    return;
                }
            }
        }
    }

    /// <summary>Here and now: the other way goes on on the thread pool.</summary>
    private static void Cancel(CancellationTokenSource source) => source.Cancel();
}
