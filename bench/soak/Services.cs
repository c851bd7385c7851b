using System.Buffers.Binary;
using static Simmer.Asyncio;

namespace Simmer.Soak;

/// <summary>What the servers do, by the first byte that a client sends; four bytes with a number follow it.</summary>
internal static class Services
{
    internal const byte Echo = (byte)'e';
    internal const byte Count = (byte)'c';
    internal const byte Give = (byte)'g';
    internal const byte Silence = (byte)'s';
    internal const byte Reset = (byte)'r';
    internal const byte EndFirst = (byte)'f';

    internal static byte[] Request(byte service, int number = 0)
    {
        byte[] request = new byte[5];
        request[0] = service;
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(1), number);
        return request;
    }

    internal static async Coroutine Serve(Connection client)
    {
        byte[] request = await client.ReadExactly(5);
        int number = BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(1));
        switch (request[0])
        {
            case Echo:
                await SendBack(client);
                break;
            case Count:
                await client.Send(Number(await CountToEnd(client)));
                break;
            case Give:
                for (int given = 0; given < number;)
                {
                    ReadOnlyMemory<byte> next = Pattern.At(given, number - given);
                    await client.Send(next);
                    given += next.Length;
                }

                break;
            case Silence:
                // It reads nothing until it is told to close.
                await Sleep(number / 1000.0);
                break;
            case Reset:
                await client.ReadExactly(number);
                client.Abort();
                break;
            case EndFirst:
                await client.WriteEof();
                await CountToEnd(client);
                break;
            default:
                throw new SoakException($"A client asked for {request[0]}.");
        }
    }

    internal static byte[] Number(long number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private static async Coroutine SendBack(Connection client)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await client.Receive(buffer) is int count and > 0)
        {
            await client.Send(buffer.AsMemory(0, count));
        }
    }

    private static async Coroutine<long> CountToEnd(Connection client)
    {
        byte[] buffer = new byte[16 * 1024];
        long total = 0;
        while (await client.Receive(buffer) is int count and > 0)
        {
            Pattern.Check(buffer.AsSpan(0, count), total, "received by a server");
            total += count;
        }

        return total;
    }
}
