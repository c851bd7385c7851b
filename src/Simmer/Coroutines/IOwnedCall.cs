namespace Simmer;

/// <summary>
/// Something that foreign code does on behalf of a task: a task that is cancelled while it awaits foreign code cancels it at once.
/// </summary>
internal interface IOwnedCall
{
    /// <summary>Cancels it, on the loop.</summary>
    /// <returns>Whether it takes the request; false if it was cancelled already.</returns>
    bool CancelForOwner(string? message);

    /// <summary>As <see cref="CancelForOwner"/>, for a scope around the owner.</summary>
    /// <inheritdoc cref="CancelForOwner"/>
    bool CancelForScope(string? message) => CancelForOwner(message);

    /// <summary>The owner takes a request back.</summary>
    void UncancelForOwner()
    {
    }
}
