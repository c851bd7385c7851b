using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(Settings.Load().Count); // SIM012
    await Sleep(1);
}

internal static class Settings
{
    internal static Dictionary<string, string> Load() => Parse("settings.ini");

    private static Dictionary<string, string> Parse(string path)
    {
        var settings = new Dictionary<string, string>();
        foreach (string line in File.ReadAllLines(path))
        {
            string[] parts = line.Split('=');
            settings[parts[0]] = parts[1];
        }

        return settings;
    }
}
