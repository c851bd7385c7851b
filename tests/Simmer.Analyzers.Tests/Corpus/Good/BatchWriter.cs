using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var writer = new BatchWriter();
    await writer.Write("one");
    await writer.Write("two");
    await writer.Close();
}

internal sealed class BatchWriter
{
    private readonly List<string> _lines = [];
    private LoopTask? _flush;

    internal async Coroutine Write(string line)
    {
        _lines.Add(line);
        _flush ??= CreateTask(FlushLater());
        if (_lines.Count > 10)
        {
            await Flush();
        }
    }

    internal async Coroutine Close()
    {
        LoopTask? flush = _flush;
        _flush = null;
        if (flush is not null)
        {
            flush.Cancel();
            await Wait([flush]);
        }

        await Flush();
    }

    private async Coroutine FlushLater()
    {
        await Sleep(1);
        await Flush();
        _flush = null;
    }

    private async Coroutine Flush()
    {
        string[] lines = [.. _lines];
        _lines.Clear();
        await ToThread(() => File.AppendAllLines("log.txt", lines));
        await File.AppendAllTextAsync("log.txt", "--", Asyncio.CancellationToken);
    }
}
