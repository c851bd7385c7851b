namespace Simmer.AspNetCore;

/// <summary>Names connections, as Kestrel's log and <c>HttpContext.Connection.Id</c> show them.</summary>
internal static class CorrelationId
{
    private static long s_last = TimeProvider.System.GetUtcNow().Ticks;

    /// <summary>A number that no other connection has, 13 digits of base 32.</summary>
    internal static string Next() => string.Create(13, Interlocked.Increment(ref s_last), static (text, number) =>
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUV"[(int)(number & 31)];
            number >>= 5;
        }
    });
}
