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
            Description = $"How long a minute in the kitchen takes here. [default: {OptionValues.Show(usual)}]",
            CustomParser = OptionValues.PositiveTime,
        };
        var command = new Command("kitchen", "The same three orders, cooked by one chef who waits, by three chefs, and by one asynchronous chef.")
        {
            minute,
            new VersionOption(),
        };
        command.SetAction(parsed =>
        {
            Screen screen = Screen.Open(toError: false);
            using var interruptions = new Interruptions(screen.LeaveAtOnce);
            interruptions.OnFirst(interruptions.EndAtOnce);
            KitchenShow.Run(screen, OptionValues.Value(parsed, minute, usual));
            return 0;
        });
        return command;
    }
}
