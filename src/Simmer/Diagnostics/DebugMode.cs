namespace Simmer;

/// <summary>Whether debug mode is asked for by the environment.</summary>
internal static class DebugMode
{
    internal static readonly bool FromEnvironment = Environment.GetEnvironmentVariable("SIMMER_DEBUG") is "1" or "true";
}
