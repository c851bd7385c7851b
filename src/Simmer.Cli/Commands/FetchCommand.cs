using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography.X509Certificates;
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
        Option<int> concurrency = Option("--concurrency", "n", "How many requests run at a time.", s_defaults.Concurrency, OptionValues.Number(1, 10_000), "-c");
        Option<int> perHost = Option("--per-host", "n", "How many of them at one host (name and port).", s_defaults.PerHost, OptionValues.Number(1, 10_000));
        Option<TimeSpan> timeout = Option("--timeout", "time", "For one attempt, body included.", s_defaults.Timeout, OptionValues.PositiveTime, "-t");
        Option<int> retries = Option("--retries", "n", "How often a URL is tried again after a failure that may pass.", s_defaults.Retries, OptionValues.Number(0, 100), "-r");
        Option<TimeSpan> maxWait = Option("--max-wait", "time", "A host that asks (Retry-After) to wait longer gets no more requests.", s_defaults.MaxWait, OptionValues.Time);
        Option<long> maxSize = Option("--max-size", "size", "Give up on a body that is larger: 65536, 10MB, 1GiB.", s_defaults.MaxSize, OptionValues.Size);
        Option<string> output = Text("--output", "dir", "Save the bodies in this folder.", "-o");
        output.CustomParser = OptionValues.Folder;
        Option<string> json = Text("--jsonl", "file", "Write a line of JSON for each URL, to a file or standard output (-).");
        Option<bool> http2 = Flag("--http2", "Offer HTTP/2 over TLS.");
        Option<X509Certificate2Collection?> authorities = new("--cacert")
        {
            HelpName = "file",
            Description = "Trust the certificate authorities of this PEM file instead of the system's.",
            CustomParser = OptionValues.Certificates,
        };
        Option<bool> insecure = Flag("--insecure", "Take any certificate of a server.", "-k");
        Option<Uri?> proxy = new("--proxy")
        {
            HelpName = "url",
            Description = "Go through this proxy (http, https, socks5) instead of the one that HTTP_PROXY and HTTPS_PROXY name.",
            CustomParser = OptionValues.Proxy,
        };
        Option<string> unixSocket = Text("--unix-socket", "path", "Connect to this Unix socket, whatever host a URL names.");
        unixSocket.CustomParser = OptionValues.UnixSocket;
        Option<bool> publicOnly = Flag("--public-only", "Connect to no private, link-local, loopback or otherwise reserved address.");
        Option<TimeSpan> grace = Option("--grace", "time", "After Ctrl-C, how long requests under way may take to end.", s_defaults.Grace, OptionValues.Time);
        Option<bool> compare = Flag("--compare", "Fetch the list one URL after another first, then concurrently, and compare.");
        Option<bool> timeline = Flag("--timeline", "Chart which URL ran when.");
        Option<bool> quiet = Flag("--quiet", "Say nothing but what failed.", "-q");

        var command = new Command("fetch", "Fetch URLs, many at a time, on one thread.")
        {
            urls, input, concurrency, perHost, timeout, retries, maxWait, maxSize, output, json, http2, authorities, insecure,
            proxy, unixSocket, publicOnly, grace, compare, timeline, quiet,
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
                Authorities = parsed.GetValue(authorities),
                Insecure = parsed.GetValue(insecure),
                Proxy = parsed.GetValue(proxy),
                UnixSocket = parsed.GetValue(unixSocket),
                PublicOnly = parsed.GetValue(publicOnly),
            },
            Settings = s_defaults with
            {
                Concurrency = OptionValues.Value(parsed, concurrency, s_defaults.Concurrency),
                PerHost = OptionValues.Value(parsed, perHost, s_defaults.PerHost),
                Timeout = OptionValues.Value(parsed, timeout, s_defaults.Timeout),
                Retries = OptionValues.Value(parsed, retries, s_defaults.Retries),
                MaxWait = OptionValues.Value(parsed, maxWait, s_defaults.MaxWait),
                MaxSize = OptionValues.Value(parsed, maxSize, s_defaults.MaxSize),
                Grace = OptionValues.Value(parsed, grace, s_defaults.Grace),
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
            Description = $"{description} [default: {OptionValues.Show(usual)}]",
            CustomParser = parser,
        };

    private static Option<string> Text(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = helpName, Description = description };

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description };
}
