using Simmer;
using static Simmer.Asyncio;

var bot = new Bot();
Run(bot.Live());

internal sealed class Bot
{
    private readonly AsyncQueue<string> _inbox = new(100);
    private readonly Dictionary<string, LoopTask<string>> _answers = [];
    private readonly Dictionary<string, Func<string, Coroutine<string>>> _commands;

    internal Bot() => _commands = new()
    {
        ["echo"] = Echo,
        ["shout"] = async text => (await Echo(text)).ToUpperInvariant(),
        ["now"] = _ => Now(),
    };

    internal async Coroutine Live()
    {
        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(Listen());
            group.CreateTask(Answer(), name: "answers");
            await _inbox.Put("echo hello");
            await _inbox.Put("bye");
        });
        foreach ((string question, LoopTask<string> answer) in _answers)
        {
            Console.WriteLine($"{question}: {await answer}");
        }
    }

    private async Coroutine Listen()
    {
        while (await _inbox.Get() is var line and not "bye")
        {
            string[] words = line.Split(' ', 2);
            _answers[line] = _commands.TryGetValue(words[0], out var command)
                ? CreateTask(command(words.Length > 1 ? words[1] : ""))
                : CreateTask(Echo("what?"));
        }
    }

    private async Coroutine Answer()
    {
        await Sleep(0.1);
        await (_answers.Count > 0 ? Echo("busy") : Now());
    }

    private static async Coroutine<string> Echo(string text)
    {
        await Sleep(0);
        return text;
    }

    private static Coroutine<string> Now() => Echo("12:00");
}
