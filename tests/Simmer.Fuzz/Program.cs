using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Simmer.Fuzz;

/// <summary>Runs the tests, as xunit's own entry point does; or fuzzes, when asked for.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (Commands.Run(args) is { } code)
        {
            return code;
        }

        return args.Any(static argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
