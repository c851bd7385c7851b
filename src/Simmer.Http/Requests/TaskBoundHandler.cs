namespace Simmer.Http;

/// <summary>Binds requests to the coroutine that awaits them: cancelled with it, and back on the loop when they end.</summary>
/// <remarks>
/// <para>Put it around the handler of <see cref="LoopHttp.CreateHandler"/> and under handlers of your own; <see cref="LoopHttp.CreateClient"/> does.</para>
/// <para>The owner of a request is the task whose step sends it, or reads from its answer. If that task is cancelled while
/// it awaits .NET code (the request, <c>Task.WhenAll</c> of several, a method that reads the answer), the request ends at once
/// with a <see cref="CancelledException"/>. A method <c>async Task</c> belongs to the task that called it, unless it awaits
/// with <c>ConfigureAwait(false)</c>; from then on pass it <see cref="Asyncio.CancellationToken"/>.</para>
/// <para>The answer, its body and the content to send are handled on the loop's thread, whichever thread .NET used in between.
/// Off a loop it passes requests on as they are.</para>
/// </remarks>
/// <example><code>
/// using var http = new HttpClient(new Retrying(new TaskBoundHandler(LoopHttp.CreateHandler())));
/// </code></example>
public sealed class TaskBoundHandler : DelegatingHandler
{
    /// <summary>Binds the requests of another handler.</summary>
    /// <param name="innerHandler">The handler that sends them; it is disposed of with this one.</param>
    public TaskBoundHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return EventLoop.Current is { } loop ? Send(new RequestCall(loop), request, cancellationToken) : base.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">On a loop, which it would block: for ever, if the request needs a connection.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        EventLoop.Current is null ? base.Send(request, cancellationToken) : throw MarshallingStream.Synchronous();

    private async Task<HttpResponseMessage> Send(RequestCall call, HttpRequestMessage request, CancellationToken token)
    {
        HttpContent? content = request.Content;
        using CancellationTokenRegistration link = call.Link(token);
        call.Begin();
        try
        {
            if (call.IsAboutToBeCancelled)
            {
                // Nothing is sent for a task that ends at its very await of this. Whether that is where it is cancelled, its step's end
                // tells: a task that takes its cancellation back, or gets it at another await, awaits this later.
                var stepEnded = new TaskCompletionSource();
                ContextFreeItem.Post(call.Loop, static ended => ((TaskCompletionSource)ended!).SetResult(), stepEnded);
                await stepEnded.Task.ConfigureAwait(false);
                call.Token.ThrowIfCancellationRequested();
            }

            if (content is not null)
            {
                request.Content = new LoopRequestContent(content, call.Loop);
            }

            Task<HttpResponseMessage> sending = base.SendAsync(request, call.Token);
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await new LoopHop(call.Loop);
            HttpResponseMessage response = sending.GetAwaiter().GetResult();
            response.Content = new LoopResponseContent(response.Content, call);
            return response;
        }
        catch (OperationCanceledException error)
        {
            throw call.Translate(error, token);
        }
        finally
        {
            request.Content = content;
            call.End();
        }
    }
}
