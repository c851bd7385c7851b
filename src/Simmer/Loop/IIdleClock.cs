namespace Simmer;

/// <summary>A clock that the idle loop moves instead of waiting for it: virtual time.</summary>
internal interface IIdleClock
{
    /// <summary>Moves the clock to <paramref name="timestamp"/>, which is not before its time.</summary>
    void AdvanceTo(long timestamp);
}
