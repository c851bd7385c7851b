namespace Simmer;

/// <summary>What an acquisition gives, to give it back: made for <c>using</c>.</summary>
/// <remarks>
/// <para>The releaser of an <see cref="AsyncLock"/>, or of an <see cref="AsyncCondition"/>, gives back exactly the
/// acquisition it came from: disposing it a second time, or after <see cref="AsyncLock.Release"/>, throws and releases
/// nothing, so that it cannot take the lock from the next holder.</para>
/// <para>The permits of an <see cref="AsyncSemaphore"/> are all alike: each <see cref="Dispose"/> gives one back, as
/// <see cref="AsyncSemaphore.Release"/> does. An <see cref="AsyncBoundedSemaphore"/> finds the one too many.</para>
/// <para>It may be copied, and disposed by another task than the one that acquired. The default value does nothing.</para>
/// </remarks>
/// <example><code>
/// using (await mutex.Acquire())
/// {
///     counter++;
///     await Save(counter);
/// }
/// </code></example>
public readonly struct Releaser : IDisposable, IEquatable<Releaser>
{
    private readonly IReleasable? _target;
    private readonly long _grant;

    internal Releaser(IReleasable target, long grant)
    {
        _target = target;
        _grant = grant;
    }

    /// <summary>Gives back what was acquired.</summary>
    /// <exception cref="InvalidOperationException">The lock was given back before.</exception>
    /// <exception cref="SemaphoreFullException">More permits would come back than an <see cref="AsyncBoundedSemaphore"/> has.</exception>
    public void Dispose() => _target?.Release(_grant);

    /// <inheritdoc/>
    public bool Equals(Releaser other) => ReferenceEquals(_target, other._target) && _grant == other._grant;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Releaser other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_target, _grant);

    /// <summary>Whether two releasers stand for the same acquisition.</summary>
    /// <param name="left">One releaser.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(Releaser left, Releaser right) => left.Equals(right);

    /// <summary>Whether two releasers stand for different acquisitions.</summary>
    /// <param name="left">One releaser.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Releaser left, Releaser right) => !left.Equals(right);
}

/// <summary>What a <see cref="Releaser"/> releases.</summary>
internal interface IReleasable
{
    /// <summary>Gives back the acquisition with that number; what cannot tell its acquisitions apart ignores it.</summary>
    internal void Release(long grant);
}
