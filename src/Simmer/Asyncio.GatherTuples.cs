namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Runs coroutines of different types beside each other; the results come as a tuple.</summary>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <returns>A future of the results. The first error ends it; the others go on. Cancelling it cancels all.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    /// <example><code>
    /// var (user, orders) = await Gather(FetchUser(id), FetchOrders(id));
    /// </code></example>
    public static Future<(T1, T2)> Gather<T1, T2>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2]);
        return new GatherFuture<(T1, T2)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(Coroutine{T1}, Coroutine{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <param name="coroutine3">What gives result 3.</param>
    public static Future<(T1, T2, T3)> Gather<T1, T2, T3>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2, Coroutine<T3> coroutine3)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2, coroutine3]);
        return new GatherFuture<(T1, T2, T3)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(Coroutine{T1}, Coroutine{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <param name="coroutine3">What gives result 3.</param>
    /// <param name="coroutine4">What gives result 4.</param>
    public static Future<(T1, T2, T3, T4)> Gather<T1, T2, T3, T4>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2, Coroutine<T3> coroutine3, Coroutine<T4> coroutine4)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2, coroutine3, coroutine4]);
        return new GatherFuture<(T1, T2, T3, T4)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(Coroutine{T1}, Coroutine{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <param name="coroutine3">What gives result 3.</param>
    /// <param name="coroutine4">What gives result 4.</param>
    /// <param name="coroutine5">What gives result 5.</param>
    public static Future<(T1, T2, T3, T4, T5)> Gather<T1, T2, T3, T4, T5>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2, Coroutine<T3> coroutine3, Coroutine<T4> coroutine4, Coroutine<T5> coroutine5)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2, coroutine3, coroutine4, coroutine5]);
        return new GatherFuture<(T1, T2, T3, T4, T5)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(Coroutine{T1}, Coroutine{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <typeparam name="T6">The type of result 6.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <param name="coroutine3">What gives result 3.</param>
    /// <param name="coroutine4">What gives result 4.</param>
    /// <param name="coroutine5">What gives result 5.</param>
    /// <param name="coroutine6">What gives result 6.</param>
    public static Future<(T1, T2, T3, T4, T5, T6)> Gather<T1, T2, T3, T4, T5, T6>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2, Coroutine<T3> coroutine3, Coroutine<T4> coroutine4, Coroutine<T5> coroutine5, Coroutine<T6> coroutine6)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2, coroutine3, coroutine4, coroutine5, coroutine6]);
        return new GatherFuture<(T1, T2, T3, T4, T5, T6)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>(), done[5].ResultAs<T6>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(Coroutine{T1}, Coroutine{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <typeparam name="T6">The type of result 6.</typeparam>
    /// <typeparam name="T7">The type of result 7.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <param name="coroutine3">What gives result 3.</param>
    /// <param name="coroutine4">What gives result 4.</param>
    /// <param name="coroutine5">What gives result 5.</param>
    /// <param name="coroutine6">What gives result 6.</param>
    /// <param name="coroutine7">What gives result 7.</param>
    public static Future<(T1, T2, T3, T4, T5, T6, T7)> Gather<T1, T2, T3, T4, T5, T6, T7>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2, Coroutine<T3> coroutine3, Coroutine<T4> coroutine4, Coroutine<T5> coroutine5, Coroutine<T6> coroutine6, Coroutine<T7> coroutine7)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2, coroutine3, coroutine4, coroutine5, coroutine6, coroutine7]);
        return new GatherFuture<(T1, T2, T3, T4, T5, T6, T7)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>(), done[5].ResultAs<T6>(), done[6].ResultAs<T7>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(Coroutine{T1}, Coroutine{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <typeparam name="T6">The type of result 6.</typeparam>
    /// <typeparam name="T7">The type of result 7.</typeparam>
    /// <typeparam name="T8">The type of result 8.</typeparam>
    /// <param name="coroutine1">What gives result 1.</param>
    /// <param name="coroutine2">What gives result 2.</param>
    /// <param name="coroutine3">What gives result 3.</param>
    /// <param name="coroutine4">What gives result 4.</param>
    /// <param name="coroutine5">What gives result 5.</param>
    /// <param name="coroutine6">What gives result 6.</param>
    /// <param name="coroutine7">What gives result 7.</param>
    /// <param name="coroutine8">What gives result 8.</param>
    public static Future<(T1, T2, T3, T4, T5, T6, T7, T8)> Gather<T1, T2, T3, T4, T5, T6, T7, T8>(
        Coroutine<T1> coroutine1, Coroutine<T2> coroutine2, Coroutine<T3> coroutine3, Coroutine<T4> coroutine4, Coroutine<T5> coroutine5, Coroutine<T6> coroutine6, Coroutine<T7> coroutine7, Coroutine<T8> coroutine8)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [coroutine1, coroutine2, coroutine3, coroutine4, coroutine5, coroutine6, coroutine7, coroutine8]);
        return new GatherFuture<(T1, T2, T3, T4, T5, T6, T7, T8)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>(), done[5].ResultAs<T6>(), done[6].ResultAs<T7>(), done[7].ResultAs<T8>()));
    }

    /// <summary>Waits for tasks, futures and coroutines of different types together; the results come as a tuple.</summary>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <returns>A future of the results. The first error ends it; the others go on. Cancelling it cancels all.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    /// <example><code>
    /// var (user, orders) = await Gather(FetchUser(id), FetchOrders(id));
    /// </code></example>
    public static Future<(T1, T2)> Gather<T1, T2>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2]);
        return new GatherFuture<(T1, T2)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(IAwaitable{T1}, IAwaitable{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <param name="awaitable3">What gives result 3.</param>
    public static Future<(T1, T2, T3)> Gather<T1, T2, T3>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2, IAwaitable<T3> awaitable3)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2, awaitable3]);
        return new GatherFuture<(T1, T2, T3)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(IAwaitable{T1}, IAwaitable{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <param name="awaitable3">What gives result 3.</param>
    /// <param name="awaitable4">What gives result 4.</param>
    public static Future<(T1, T2, T3, T4)> Gather<T1, T2, T3, T4>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2, IAwaitable<T3> awaitable3, IAwaitable<T4> awaitable4)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2, awaitable3, awaitable4]);
        return new GatherFuture<(T1, T2, T3, T4)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(IAwaitable{T1}, IAwaitable{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <param name="awaitable3">What gives result 3.</param>
    /// <param name="awaitable4">What gives result 4.</param>
    /// <param name="awaitable5">What gives result 5.</param>
    public static Future<(T1, T2, T3, T4, T5)> Gather<T1, T2, T3, T4, T5>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2, IAwaitable<T3> awaitable3, IAwaitable<T4> awaitable4, IAwaitable<T5> awaitable5)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2, awaitable3, awaitable4, awaitable5]);
        return new GatherFuture<(T1, T2, T3, T4, T5)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(IAwaitable{T1}, IAwaitable{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <typeparam name="T6">The type of result 6.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <param name="awaitable3">What gives result 3.</param>
    /// <param name="awaitable4">What gives result 4.</param>
    /// <param name="awaitable5">What gives result 5.</param>
    /// <param name="awaitable6">What gives result 6.</param>
    public static Future<(T1, T2, T3, T4, T5, T6)> Gather<T1, T2, T3, T4, T5, T6>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2, IAwaitable<T3> awaitable3, IAwaitable<T4> awaitable4, IAwaitable<T5> awaitable5, IAwaitable<T6> awaitable6)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2, awaitable3, awaitable4, awaitable5, awaitable6]);
        return new GatherFuture<(T1, T2, T3, T4, T5, T6)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>(), done[5].ResultAs<T6>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(IAwaitable{T1}, IAwaitable{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <typeparam name="T6">The type of result 6.</typeparam>
    /// <typeparam name="T7">The type of result 7.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <param name="awaitable3">What gives result 3.</param>
    /// <param name="awaitable4">What gives result 4.</param>
    /// <param name="awaitable5">What gives result 5.</param>
    /// <param name="awaitable6">What gives result 6.</param>
    /// <param name="awaitable7">What gives result 7.</param>
    public static Future<(T1, T2, T3, T4, T5, T6, T7)> Gather<T1, T2, T3, T4, T5, T6, T7>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2, IAwaitable<T3> awaitable3, IAwaitable<T4> awaitable4, IAwaitable<T5> awaitable5, IAwaitable<T6> awaitable6, IAwaitable<T7> awaitable7)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2, awaitable3, awaitable4, awaitable5, awaitable6, awaitable7]);
        return new GatherFuture<(T1, T2, T3, T4, T5, T6, T7)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>(), done[5].ResultAs<T6>(), done[6].ResultAs<T7>()));
    }

    /// <inheritdoc cref="Gather{T1, T2}(IAwaitable{T1}, IAwaitable{T2})"/>
    /// <typeparam name="T1">The type of result 1.</typeparam>
    /// <typeparam name="T2">The type of result 2.</typeparam>
    /// <typeparam name="T3">The type of result 3.</typeparam>
    /// <typeparam name="T4">The type of result 4.</typeparam>
    /// <typeparam name="T5">The type of result 5.</typeparam>
    /// <typeparam name="T6">The type of result 6.</typeparam>
    /// <typeparam name="T7">The type of result 7.</typeparam>
    /// <typeparam name="T8">The type of result 8.</typeparam>
    /// <param name="awaitable1">What gives result 1.</param>
    /// <param name="awaitable2">What gives result 2.</param>
    /// <param name="awaitable3">What gives result 3.</param>
    /// <param name="awaitable4">What gives result 4.</param>
    /// <param name="awaitable5">What gives result 5.</param>
    /// <param name="awaitable6">What gives result 6.</param>
    /// <param name="awaitable7">What gives result 7.</param>
    /// <param name="awaitable8">What gives result 8.</param>
    public static Future<(T1, T2, T3, T4, T5, T6, T7, T8)> Gather<T1, T2, T3, T4, T5, T6, T7, T8>(
        IAwaitable<T1> awaitable1, IAwaitable<T2> awaitable2, IAwaitable<T3> awaitable3, IAwaitable<T4> awaitable4, IAwaitable<T5> awaitable5, IAwaitable<T6> awaitable6, IAwaitable<T7> awaitable7, IAwaitable<T8> awaitable8)
    {
        EventLoop loop = RunningLoop("gather");
        Future[] children = Children.Of<IAwaitable>(loop, [awaitable1, awaitable2, awaitable3, awaitable4, awaitable5, awaitable6, awaitable7, awaitable8]);
        return new GatherFuture<(T1, T2, T3, T4, T5, T6, T7, T8)>(loop, children, false, static done => (
            done[0].ResultAs<T1>(), done[1].ResultAs<T2>(), done[2].ResultAs<T3>(), done[3].ResultAs<T4>(), done[4].ResultAs<T5>(), done[5].ResultAs<T6>(), done[6].ResultAs<T7>(), done[7].ResultAs<T8>()));
    }
}
