using Simmer.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Simmer.Tests;

/// <summary>Runs the tests, as xunit's own entry point does; or one method, when a test started this process for it.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is [OwnProcess.Switch, var type, var method])
        {
            OwnProcess.Invoke(type, method);
            return 0;
        }

        return args.Any(static argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
