namespace Simmer;

/// <summary>Where reports go that nobody has asked for.</summary>
internal static class StandardError
{
    /// <summary>Writes a report. From any thread.</summary>
    internal static void Write(object report)
    {
        try
        {
            Console.Error.WriteLine(report);
        }
        catch (Exception)
        {
            // There is nowhere left to say so, and a report must not end what it tells of: the loop, or by way of the watchdog's
            // thread or the finalizer's the process.
        }
    }
}
