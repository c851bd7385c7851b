using System.CommandLine;
using System.CommandLine.Parsing;
using Simmer.Cli.Fetching;

namespace Simmer.Cli.Commands;

/// <summary>The options of <c>simmer fetch</c>.</summary>
internal static class FetchCommand
{
    private static readonly FetchSettings s_defaults = new();

    internal static Command Create()
    {
        var urls = new Argument<string[]>("url")
        {
            Description = "What to fetch. Without a URL and --input: five posts from a server in this process.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        urls.Validators.Add(result =>
        {
            foreach (string option in result.Tokens.Select(token => token.Value).Where(value => value.StartsWith('-')))
            {
                result.AddError($"There is no option {option}.");
            }
        });
        Option<string> input = Text("--input", "file", "Read URLs from a file, or from standard input (-): one a line; blank lines and # comments are skipped.", "-i");
        Option<int> concurrency = Option("--concurrency", "n", "How many requests run at a time.", s_defaults.Concurrency, Quantities.Number(1, 10_000), "-c");
        Option<int> perHost = Option("--per-host", "n", "How many of them at one host (name and port).", s_defaults.PerHost, Quantities.Number(1, 10_000));
        Option<TimeSpan> timeout = Option("--timeout", "time", "For one attempt, body included.", s_defaults.Timeout, Quantities.PositiveTime, "-t");
        Option<int> retries = Option("--retries", "n", "How often a URL is tried again after a failure that may pass.", s_defaults.Retries, Quantities.Number(0, 100), "-r");
        Option<TimeSpan> maxWait = Option("--max-wait", "time", "A host that asks (Retry-After) to wait longer gets no more requests.", s_defaults.MaxWait, Quantities.Time);
        Option<long> maxSize = Option("--max-size", "size", "Give up on a body that is larger: 65536, 10MB, 1GiB.", s_defaults.MaxSize, Quantities.Size);
        Option<string> output = Text("--output", "dir", "Save the bodies in this folder.", "-o");
        Option<string> json = Text("--jsonl", "file", "Write a line of JSON for each URL, to a file or standard output (-).");
        Option<bool> http2 = Flag("--http2", "Offer HTTP/2 over TLS.");
        Option<Uri?> proxy = new("--proxy")
        {
            HelpName = "url",
            Description = "Go through this proxy (http, https, socks5) instead of the one that HTTP_PROXY and HTTPS_PROXY name.",
            CustomParser = Quantities.Proxy,
        };
        Option<string> unixSocket = Text("--unix-socket", "path", "Connect to this Unix socket, whatever host a URL names.");
        Option<bool> publicOnly = Flag("--public-only", "Connect to no private, link-local, loopback or otherwise reserved address.");
        Option<TimeSpan> grace = Option("--grace", "time", "After Ctrl-C, how long requests under way may take to end.", s_defaults.Grace, Quantities.Time);
        Option<bool> compare = Flag("--compare", "Fetch the list one URL after another first, then concurrently, and compare.");
        Option<bool> timeline = Flag("--timeline", "Chart which URL ran when.");
        Option<bool> quiet = Flag("--quiet", "Say nothing but what failed.", "-q");

        var command = new Command("fetch", "Fetch URLs, many at a time, on one thread.")
        {
            urls, input, concurrency, perHost, timeout, retries, maxWait, maxSize, output, json, http2, proxy, unixSocket,
            publicOnly, grace, compare, timeline, quiet,
            new VersionOption(),
        };
        command.SetAction(parsed => Run(new FetchOptions
        {
            Urls = parsed.GetValue(urls) ?? [],
            Input = parsed.GetValue(input),
            Output = parsed.GetValue(output),
            Json = parsed.GetValue(json),
            Compare = parsed.GetValue(compare),
            Timeline = parsed.GetValue(timeline),
            Quiet = parsed.GetValue(quiet),
            Transport = new TransportSettings
            {
                Http2 = parsed.GetValue(http2),
                Proxy = parsed.GetValue(proxy),
                UnixSocket = parsed.GetValue(unixSocket),
                PublicOnly = parsed.GetValue(publicOnly),
            },
            Settings = s_defaults with
            {
                Concurrency = Quantities.Value(parsed, concurrency, s_defaults.Concurrency),
                PerHost = Quantities.Value(parsed, perHost, s_defaults.PerHost),
                Timeout = Quantities.Value(parsed, timeout, s_defaults.Timeout),
                Retries = Quantities.Value(parsed, retries, s_defaults.Retries),
                MaxWait = Quantities.Value(parsed, maxWait, s_defaults.MaxWait),
                MaxSize = Quantities.Value(parsed, maxSize, s_defaults.MaxSize),
                Grace = Quantities.Value(parsed, grace, s_defaults.Grace),
            },
        }));
        return command;
    }

    private static int Run(FetchOptions options)
    {
        using var run = new FetchRun(options);
        return run.Run();
    }

    private static Option<T> Option<T>(
        string name, string helpName, string description, T usual, Func<ArgumentResult, T> parser, params string[] aliases)
        where T : notnull =>
        new(name, aliases)
        {
            HelpName = helpName,
            Description = $"{description} [default: {Quantities.Show(usual)}]",
            CustomParser = parser,
        };

    private static Option<string> Text(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = helpName, Description = description };

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description };
}
