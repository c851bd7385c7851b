namespace Simmer;

/// <summary>Whether debug mode is asked for by the environment.</summary>
internal static class DebugMode
{
    /// <summary>Read once, as every coroutine that is called outside a loop asks; an error is thrown to each who asks.</summary>
    private static readonly Lazy<bool> s_fromEnvironment = new(
        static () => Read(Environment.GetEnvironmentVariable("SIMMER_DEBUG")), LazyThreadSafetyMode.PublicationOnly);

    internal static bool FromEnvironment => s_fromEnvironment.Value;

    internal static bool Read(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" or "0" or "FALSE" => false,
        "1" or "TRUE" => true,
        _ => throw new InvalidOperationException($"The environment variable SIMMER_DEBUG is '{value}'. Set it to 1 or 0."),
    };
}
