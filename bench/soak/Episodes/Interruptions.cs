using static Simmer.Asyncio;
using static Simmer.Soak.SoakException;

namespace Simmer.Soak;

/// <summary>Cancelled, timed out, reset, closed: and what is promised for each.</summary>
internal static class Interruptions
{
    /// <summary>A cancelled read loses no byte.</summary>
    internal static async Coroutine CancelledRead(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Echo));
        byte[] message = Pattern.Bytes(random.Next(2, 30_000));
        int half = random.Next(1, message.Length);
        LoopTask<byte[]> read = CreateTask(connection.ReadExactly(message.Length));
        try
        {
            await connection.Send(message.AsMemory(0, half));
            await Sleep(random.NextDouble() * 0.003);
            read.Cancel();
            await Wait([read]);
            Require(read.IsCancelled || read.Exception is not null, "half of a message is not the whole");
            if (!read.IsCancelled)
            {
                await read;
            }

            await connection.Send(message.AsMemory(half));
            Pattern.Check(await connection.ReadExactly(message.Length), 0, "a message whose first read was cancelled");
        }
        finally
        {
            read.Cancel();
            await Wait([read]);
            _ = read.IsCancelled ? null : read.Exception;
        }
    }

    /// <summary>A cancelled send has not happened, or was the last.</summary>
    internal static async Coroutine CancelledSend(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Silence, random.Next(200)));
        LoopTask send = CreateTask(connection.Send(new byte[random.Next(2_000_000, 16_000_000)]));
        await Sleep(random.NextDouble() * 0.02);
        send.Cancel();
        await Wait([send]);
        if (!send.IsCancelled)
        {
            await send;
            return;
        }

        try
        {
            await connection.Send("more");
        }
        catch (IOException)
        {
            return;
        }

        throw new SoakException("broken: nothing can be sent after a send that was cut off");
    }

    internal static async Coroutine TimedOut(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Silence, 100));
        byte[] buffer = new byte[100];
        for (int i = 0; i < 3; i++)
        {
            try
            {
                await Timeout(random.NextDouble() * 0.01, async _ => await connection.Receive(buffer));
                return;
            }
            catch (TimeoutException)
            {
            }
        }
    }

    internal static async Coroutine Reset(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        int total = random.Next(1, 10_000);
        bool isByServer = random.Next(2) == 0;
        await connection.Send(Services.Request(isByServer ? Services.Reset : Services.Give, total));
        if (!isByServer)
        {
            await connection.Receive(new byte[random.Next(1, total + 1)]);
            connection.Abort();
            return;
        }

        await connection.Send(new byte[total]);
        try
        {
            while (await connection.Receive(new byte[100]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // So it is, but for a Unix socket, where an end is all there is.
        }
    }

    internal static async Coroutine ClosedUnderAReader(World world, Random random)
    {
        Connection connection = await world.Connect(random);
        LoopTask<int>? read = null;
        try
        {
            await connection.Send(Services.Request(Services.Silence, 20_000));
            read = CreateTask(connection.Receive(new byte[100]));
            await Sleep(random.NextDouble() * 0.002);
        }
        finally
        {
            if (random.Next(2) == 0)
            {
                connection.Dispose();
            }
            else
            {
                connection.Abort();
            }

            if (read is not null)
            {
                await Wait([read]);
                Require(read.IsCancelled || read.Exception is not null || read.Value == 0, "who reads a connection that is closed is told");
            }
        }
    }

    internal static async Coroutine SecondReader(World world, Random random)
    {
        using Connection connection = await world.Connect(random);
        await connection.Send(Services.Request(Services.Echo));
        LoopTask<byte[]> first = CreateTask(connection.ReadExactly(10));
        try
        {
            await Sleep(0.001);
            if (!first.IsDone)
            {
                bool isRefused = false;
                try
                {
                    await connection.ReadExactly(10);
                }
                catch (InvalidOperationException)
                {
                    isRefused = true;
                }

                Require(isRefused, "a second reader is refused");
            }

            await connection.Send(Pattern.Bytes(10));
            Pattern.Check(await first, 0, "an echo to the first reader");
        }
        finally
        {
            first.Cancel();
            await Wait([first]);
            _ = first.IsCancelled ? null : first.Exception;
        }
    }
}
