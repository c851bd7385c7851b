namespace Simmer.Cli.Fetching;

/// <summary>A URL that has been tried at least once, or is about to be: what is known of it so far.</summary>
internal sealed class Job(string url, Uri address, double queuedAt)
{
    /// <summary>As the input wrote it.</summary>
    internal string Url { get; } = url;

    /// <summary>Where the next request goes: redirects have moved it.</summary>
    internal Uri Address { get; set; } = address;

    /// <summary>When it was read, in seconds of the loop's time.</summary>
    internal double QueuedAt { get; } = queuedAt;

    /// <summary>When its first request began.</summary>
    internal double StartedAt { get; set; } = double.NaN;

    internal DateTimeOffset Started { get; set; }

    /// <summary>How often it was tried; following a redirect is the same try.</summary>
    internal int Attempts { get; set; }

    /// <summary>Since when it waits to be tried again.</summary>
    internal double WaitsSince { get; set; }

    /// <summary>How long it waited between its requests.</summary>
    internal double Waited { get; set; }

    /// <summary>The addresses that redirected, in order.</summary>
    internal List<Uri> Redirects { get; } = [];

    internal bool IsRedirected { get; set; }

    internal int? Status { get; set; }

    /// <summary>The bytes of the body that came with the last answer.</summary>
    internal long Bytes { get; set; }

    /// <summary>How long making a connection took, if the last request needed a new one.</summary>
    internal double? Connect { get; set; }

    /// <summary>How long it took from the start of the last request to its answer's headers.</summary>
    internal double? Headers { get; set; }

    /// <summary>How long the body took after the headers.</summary>
    internal double? Body { get; set; }

    /// <summary>Whether the body is whole and where it should be.</summary>
    internal bool IsReceived { get; set; }

    /// <summary>The name that the body was saved under.</summary>
    internal string? File { get; set; }

    /// <summary>Forgets what the last request brought.</summary>
    internal void BeginRequest()
    {
        Status = null;
        Bytes = 0;
        Connect = Headers = Body = null;
    }
}
