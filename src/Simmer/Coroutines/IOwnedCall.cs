namespace Simmer;

/// <summary>
/// Something that foreign code does on behalf of a task: a task that is cancelled while it awaits foreign code cancels it at once.
/// </summary>
internal interface IOwnedCall
{
    /// <summary>Cancels it, on the loop.</summary>
    void CancelForOwner(string? message);
}
