namespace Simmer.Tests.Support;

/// <summary>Awaits what is to fail, and gives its error.</summary>
internal static class Fails
{
    internal static async Coroutine<TError> With<TError>(Func<Coroutine> action)
        where TError : Exception
    {
        try
        {
            await action();
        }
        catch (Exception error)
        {
            return Assert.IsType<TError>(error);
        }

        Assert.Fail($"No {typeof(TError).Name} was thrown.");
        return null!;
    }
}
