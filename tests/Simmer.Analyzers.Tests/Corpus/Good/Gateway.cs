using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await using Server server = await StartServer(Serve, "127.0.0.1", 0);
    using Connection client = await OpenConnection("127.0.0.1", server.Port);
    await client.Send("GET price\n");
    Console.WriteLine((await client.ReadLine()).Length);
}

static async Coroutine Serve(Connection client)
{
    while (await client.ReadLine() is { Length: > 0 } line)
    {
        string answer = line[0] switch
        {
            (byte)'G' => await Ask("backend", line),
            (byte)'Q' => await WaitFor(Ask("queue", line), 2),
            _ => "?",
        };
        await client.Send(answer + "\n");
    }
}

static async Coroutine<string> Ask(string backend, byte[] line)
{
    Coroutine<string> primary = Fetch(backend, line.Length);
    Coroutine<string> secondary = Fetch(backend + "-2", line.Length);
    try
    {
        return await Race(primary, secondary);
    }
    catch (Exception error) when (error is IOException or TimeoutException)
    {
        return error.Message;
    }
}

static async Coroutine<string> Fetch(string backend, int length)
{
    for (int attempt = 0; ; attempt++)
    {
        try
        {
            await Sleep(0.01 * length);
            return backend;
        }
        catch (IOException) when (attempt < 3)
        {
            await Sleep(Math.Pow(2, attempt));
        }
    }
}
