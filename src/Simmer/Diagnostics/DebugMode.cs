namespace Simmer;

/// <summary>Whether debug mode is asked for by the environment.</summary>
internal static class DebugMode
{
    internal static bool FromEnvironment => Read(Environment.GetEnvironmentVariable("SIMMER_DEBUG"));

    internal static bool Read(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" or "0" or "FALSE" => false,
        "1" or "TRUE" => true,
        _ => throw new InvalidOperationException($"The environment variable SIMMER_DEBUG is '{value}'. Set it to 1 or 0."),
    };
}
