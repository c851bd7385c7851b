using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Query(null!);
}

static async Coroutine Query(System.Data.Common.DbConnection connection)
{
    connection.Open(); // SIM011
    using var command = connection.CreateCommand();
    command.CommandText = "SELECT 1";
    using var rows = command.ExecuteReader(); // SIM011
    while (rows.Read()) // SIM011
    {
        await Sleep(0);
    }
}
