using System.Globalization;
using Simmer.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Demo;

/// <summary>Shows the three kitchens one after another: drawn live on a terminal, told in lines elsewhere.</summary>
internal static class KitchenShow
{
    /// <summary>How long the slowest kitchen takes: the charts have one scale.</summary>
    private const int LongestMinutes = 30;

    private static readonly Style s_dim = new(decoration: Decoration.Dim);

    private static readonly Dictionary<Work, (char Sign, Style Style)> s_signs = new()
    {
        [Work.Water] = ('~', new Style(Color.Blue)),
        [Work.Chop] = ('c', new Style(Color.Green)),
        [Work.Sauce] = ('s', new Style(Color.Red)),
        [Work.Plate] = ('p', new Style(Color.Yellow)),
    };

    private delegate void Cooking(Kitchen kitchen);

    internal static void Run(Screen screen, TimeSpan minute)
    {
        var results = new List<(string Title, double Minutes)>();
        foreach ((string title, string how, Cooking cook) in (ReadOnlySpan<(string, string, Cooking)>)
        [
            ("Synchronous chef", "one task at a time, blocking", kitchen => kitchen.CookInTurn()),
            ("Several chefs", "a thread for each order", kitchen => kitchen.CookOnThreads()),
            ("Asynchronous chef", "one thread, and no staring at the pot", kitchen => kitchen.CookAsynchronously()),
        ])
        {
            screen.WriteSentence($"{title}: {how}");
            results.Add((title, screen.IsTerminal ? Draw(screen, minute, cook) : Tell(screen, minute, cook)));
        }

        screen.WriteLine("");
        foreach ((string title, double minutes) in results)
        {
            screen.WriteLine($"{minutes,4:F0} minutes  {title}");
        }

        if (screen.IsTerminal)
        {
            screen.Write(Lines.Styled(("~ water  c chopping  s sauce  p plating", s_dim)));
            screen.WriteLine("");
        }

        screen.Flush();
    }

    private static double Tell(Screen screen, TimeSpan minute, Cooking cook)
    {
        var board = new KitchenBoard(minute, line =>
        {
            screen.WriteLine(line);
            screen.Flush();
        });
        cook(new Kitchen(board, minute));
        double minutes = board.Now;
        screen.WriteLine($"{minutes,4:F0}' {Kitchen.Dishes.Length} orders are served");
        return minutes;
    }

    /// <summary>Draws on this thread while the kitchen works on another: its chefs block theirs.</summary>
    private static double Draw(Screen screen, TimeSpan minute, Cooking cook)
    {
        var board = new KitchenBoard(minute, _ => { });
        double minutes = 0;
        var kitchen = new Thread(() =>
        {
            cook(new Kitchen(board, minute));
            minutes = board.Now;
        }) { IsBackground = true };
        kitchen.Start();
        var region = new LiveRegion(screen);
        do
        {
            region.Draw(Picture(screen, board, board.Now));
        }
        while (!kitchen.Join(50));

        region.Clear();
        screen.Write(Picture(screen, board, minutes));
        return minutes;
    }

    private static Rows Picture(Screen screen, KitchenBoard board, double now)
    {
        int room = Math.Clamp(screen.Width - 20, 8, 2 * LongestMinutes);
        double perColumn = (double)LongestMinutes / room;
        KitchenBoard.Entry[] entries = board.Entries();
        return new Rows(Kitchen.Dishes.Select(dish => Row(dish, entries, room, perColumn, now)).Append(Clock(now)));
    }

    private static IRenderable Row(string dish, KitchenBoard.Entry[] entries, int room, double perColumn, double now)
    {
        var cells = new (string, Style?)[room];
        Array.Fill(cells, (" ", null));

        // Chopping goes on while the water boils, and shows on top of it.
        foreach (KitchenBoard.Entry entry in entries.Where(entry => entry.Dish == dish).OrderBy(entry => entry.Work == Work.Chop))
        {
            (char sign, Style style) = s_signs[entry.Work];
            int end = (int)Math.Round((entry.End ?? now) / perColumn);
            for (int column = (int)Math.Round(entry.Start / perColumn); column < Math.Min(end, room); column++)
            {
                cells[column] = (sign.ToString(), style);
            }
        }

        bool served = entries.Any(entry => entry is { Work: Work.Plate, End: not null } && entry.Dish == dish);
        return Lines.Styled([("  " + dish.PadRight(9), null), .. cells, (served ? " served" : "", new Style(Color.Green))]);
    }

    private static Paragraph Clock(double now) =>
        Lines.Styled((string.Create(CultureInfo.InvariantCulture, $"  {now:F0} minutes"), s_dim));
}
