using System.Net;

namespace Simmer.Http;

/// <summary>A request's content that is written on the loop's thread, where what it reads from may live.</summary>
internal sealed class LoopRequestContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly EventLoop _loop;
    private readonly long? _length;

    internal LoopRequestContent(HttpContent content, EventLoop loop)
    {
        _content = content;
        _loop = loop;

        // Reading it has it computed and written into the headers.
        _length = content.Headers.ContentLength;
        ContentHeaders.Copy(content.Headers, Headers);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length.HasValue;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await new LoopHop(_loop);
        Task copy = Copy(stream, context, cancellationToken);
        try
        {
            await copy.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!copy.IsCompleted)
        {
            // Over HTTP/1.1, .NET would wait for content that waits for something else, and knows of no token.
            ForeignCalls.NoteError(copy);
            throw;
        }

        await new LoopHop(_loop);
    }

    /// <summary>Under the loop's context: what the content awaits brings it back here.</summary>
    private Task Copy(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_loop.SynchronizationContext);
        try
        {
            return _content.CopyToAsync(stream, context, cancellationToken);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
