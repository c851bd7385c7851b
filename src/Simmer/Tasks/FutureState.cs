namespace Simmer;

/// <summary>Whether and how a <see cref="Future"/> is done.</summary>
internal enum FutureState : byte
{
    /// <summary>Not done; the payload is what waits for it.</summary>
    Pending,

    /// <summary>Done with a result; no payload.</summary>
    Succeeded,

    /// <summary>Done with an error; the payload is its <see cref="FailureRecord"/>.</summary>
    Failed,

    /// <summary>Cancelled; the payload is the <see cref="CancelledException"/> or its message, or null.</summary>
    Cancelled,
}
