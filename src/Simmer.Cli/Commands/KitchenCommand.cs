using System.CommandLine;
using Simmer.Cli.Demo;
using Simmer.Cli.Output;

namespace Simmer.Cli.Commands;

/// <summary>The options of <c>simmer kitchen</c>.</summary>
internal static class KitchenCommand
{
    internal static Command Create()
    {
        TimeSpan usual = TimeSpan.FromSeconds(0.2);
        var minute = new Option<TimeSpan>("--minute")
        {
            HelpName = "time",
            Description = $"How long a minute in the kitchen takes here. [default: {Quantities.Show(usual)}]",
            CustomParser = Quantities.PositiveTime,
        };
        var command = new Command("kitchen", "The same three orders, cooked by one chef who waits, by three chefs, and by one asynchronous chef.")
        {
            minute,
            new VersionOption(),
        };
        command.SetAction(parsed =>
        {
            KitchenShow.Run(Screen.Open(toError: false), Quantities.Value(parsed, minute, usual));
            return 0;
        });
        return command;
    }
}
