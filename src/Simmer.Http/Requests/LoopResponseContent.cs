using System.Net;

namespace Simmer.Http;

/// <summary>An answer's content, whose reads are calls of the task that makes them.</summary>
internal sealed class LoopResponseContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly RequestCall _call;

    internal LoopResponseContent(HttpContent content, RequestCall call)
    {
        _content = content;
        _call = call;
        ContentHeaders.Copy(content.Headers, Headers);
    }

    protected override bool TryComputeLength(out long length)
    {
        // Known from the headers, or not at all.
        length = 0;
        return false;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        Task<Stream> stream = _content.ReadAsStreamAsync(cancellationToken);
        return stream.IsCompletedSuccessfully ? Task.FromResult<Stream>(new LoopResponseStream(stream.Result, _call)) : Wrap(stream);
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new LoopResponseStream(_content.ReadAsStream(cancellationToken), _call);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using Stream body = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<Stream> Wrap(Task<Stream> stream) => new LoopResponseStream(await stream.ConfigureAwait(false), _call);
}
