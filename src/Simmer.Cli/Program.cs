using System.CommandLine;
using System.CommandLine.Invocation;
using Simmer.Cli.Commands;
using Simmer.Cli.Output;

namespace Simmer.Cli;

/// <summary>The <c>simmer</c> command.</summary>
internal static class Program
{
    internal const int OutputError = 1;
    internal const int UsageError = 2;

    private static int Main(string[] arguments)
    {
        var root = new RootCommand("Simmer: asyncio for .NET.") { FetchCommand.Create(), KitchenCommand.Create() };
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            return parsed.Action is ParseErrorAction ? Refuse(parsed) : parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,

                // The commands handle Ctrl-C themselves.
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException error)
        {
            Complain(error.Message);
            return UsageError;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Standard output is closed, or on a full disk: what else is read and written tells of its errors itself.
            Complain($"cannot write the output: {error.Message}");
            return OutputError;
        }
    }

    /// <summary>Tells the user what went wrong, on standard error.</summary>
    internal static void Complain(string message) => WriteError($"simmer: {Escape.ForTerminal(message)}");

    private static int Refuse(ParseResult parsed)
    {
        foreach (string error in parsed.Errors.Select(error => error.Message).Distinct())
        {
            Complain(error);
        }

        string command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        WriteError($"Try: simmer{command} --help");
        return UsageError;
    }

    private static void WriteError(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed or full too: the exit code alone can tell.
        }
    }
}
