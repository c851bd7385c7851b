using Microsoft.Win32.SafeHandles;
using Simmer.Cli.Demo;
using Simmer.Cli.Fetching;
using Simmer.Cli.Output;

namespace Simmer.Cli.Commands;

/// <summary>Carries out <c>simmer fetch</c>.</summary>
internal sealed class FetchRun : IDisposable
{
    internal const int AllFetched = 0;
    internal const int SomeFailed = 1;
    internal const int AllFailed = 3;

    /// <summary>How long, after an interruption and its grace period, whoever reads the output may take nothing.</summary>
    private static readonly TimeSpan s_outputPatience = TimeSpan.FromSeconds(1);

    private readonly FetchOptions _options;
    private readonly Screen _screen;
    private readonly Totals _totals = new();
    private readonly FileSink? _files;
    private readonly Timeline? _timeline;
    private readonly Interruptions _interruptions;

    internal FetchRun(FetchOptions options)
    {
        _options = options;
        _screen = Screen.Open(toError: options.Json == "-");
        _files = options.Output is null ? null : new FileSink(options.Output);
        _timeline = options.Timeline ? new Timeline() : null;
        _interruptions = new Interruptions(LastWords);
    }

    public void Dispose() => _interruptions.Dispose();

    /// <returns>The exit code.</returns>
    internal int Run()
    {
        // Nothing runs yet that the first signal could give time to end.
        _interruptions.OnFirst(_interruptions.EndAtOnce);
        CreateFolder();
        using DemoServer? server = _options.Urls.Count == 0 && _options.Input is null ? DemoServer.Start() : null;
        IReadOnlyList<string> urls = server?.Urls ?? _options.Urls;
        using Stream? input = OpenInput();

        // Last, because it empties the file.
        using Stream? json = OpenJson();
        using var source = new UrlSource(urls, input);
        return _options.Compare ? Compare(ReadAll(source), json) : Fetch(source, json, comparison: null);
    }

    private int Compare(List<string> urls, Stream? json)
    {
        using var sequential = new SequentialFetch(_options.Settings, _options.Transport);
        _interruptions.OnFirst(sequential.Interrupt);
        Comparison comparison = new(_screen, urls.Count, _options.Quiet);
        comparison.RunSequential(sequential, urls);
        _interruptions.OnFirst(null);
        if (_interruptions.ExitCode is { } code)
        {
            _screen.WriteLine($"interrupted after {sequential.Fetched + sequential.Failed} of {urls.Count} URLs, one after another");
            return code;
        }

        using var source = new UrlSource(urls);
        return Fetch(source, json, comparison);
    }

    private int Fetch(UrlSource source, Stream? json, Comparison? comparison)
    {
        using var clients = new HttpClients(() => HttpTransport.CreateHandler(_options.Transport));
        var attempts = new HttpAttempts(clients, _options.Settings, (IBodySink?)_files ?? new NoSink()) { Transport = _options.Transport };
        JsonRecords? records = json is null ? null : new JsonRecords(json);
        Progress? progress = null;
        var fetcher = new Fetcher(_options.Settings, source, attempts)
        {
            Finished = record => Finished(record, progress, records),
        };
        progress = _screen.IsTerminal && !_options.Quiet
            ? new LiveProgress(_screen, fetcher, _totals)
            : new PlainProgress(_screen, fetcher, _totals, _options.Quiet);
        double seconds = 0;
        long written = 0;
        using var watch = new Timer(EndIfStuck);
        Asyncio.Run(Main(), new RunnerOptions { HandleInterrupts = false });
        _interruptions.OnFirst(null);
        Report(fetcher, seconds, comparison);
        if (records?.Error is { } error)
        {
            Program.Complain($"cannot write the records to {_options.Json}: {error.Message}");
        }

        return ExitCode(fetcher, records);

        async Coroutine Main()
        {
            EventLoop loop = Asyncio.GetRunningLoop();
            LoopTask showing = Asyncio.CreateTask(progress.Run(), "progress");
            LoopTask? writing = records is null ? null : Asyncio.CreateTask(records.Write(fetcher.Interrupt), "records");
            _interruptions.OnFirst(() => loop.CallSoonThreadsafe(Interrupt));
            await fetcher.Run();
            seconds = fetcher.Elapsed;
            records?.Complete();
            if (writing is not null)
            {
                await writing;
            }

            progress.End();
            await showing;
        }

        void Interrupt()
        {
            fetcher.Interrupt();
            watch.Change(_options.Settings.Grace + s_outputPatience, s_outputPatience);
            if (!_screen.IsTerminal && !_options.Quiet)
            {
                progress.Add($"stopping: requests under way: {fetcher.Requests.Count}, with {_options.Settings.Grace.TotalSeconds:0.###} s to end");
            }
        }

        // After the grace period only output is waited for, and only while somebody takes it.
        void EndIfStuck(object? state)
        {
            long now = records?.Written ?? 0;
            if (now == written)
            {
                _interruptions.EndAtOnce();
            }

            written = now;
        }
    }

    private async Coroutine Finished(FetchRecord record, Progress? progress, JsonRecords? records)
    {
        _totals.Add(record);
        _timeline?.Add(record);
        if (!record.IsFetched)
        {
            progress?.Add(Failed.Line(record));
        }

        if (records is not null)
        {
            await records.Put(record);
        }
    }

    private void Report(Fetcher fetcher, double seconds, Comparison? comparison)
    {
        if (!_options.Quiet)
        {
            foreach (string line in Summary.Lines(_totals, seconds, fetcher))
            {
                _screen.WriteSentence(line);
            }
        }

        if (_timeline is not null)
        {
            _screen.WriteLine("");
            _screen.Write(_timeline.Chart(_screen.Width));
        }

        if (comparison is not null && !fetcher.IsInterrupted)
        {
            comparison.Report(_totals, seconds);
        }

        _screen.Flush();
    }

    private int ExitCode(Fetcher fetcher, JsonRecords? records)
    {
        if (_interruptions.ExitCode is { } code)
        {
            return code;
        }

        if (_totals.Failed == 0 && fetcher.InputError is null && records?.Error is null)
        {
            return AllFetched;
        }

        return _totals.Fetched == 0 && _totals.Failed > 0 ? AllFailed : SomeFailed;
    }

    /// <summary>The second Ctrl-C: on another thread, while anything may be going on.</summary>
    private void LastWords()
    {
        _files?.RemoveTemporary();
        _screen.LeaveAtOnce();
    }

    private void CreateFolder()
    {
        try
        {
            if (_options.Output is not null)
            {
                Directory.CreateDirectory(_options.Output);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"cannot make the folder {_options.Output}: {error.Message}");
        }
    }

    private Stream? OpenJson()
    {
        try
        {
            if (_options is { Json: not (null or "-"), Input: not (null or "-") } && RealPath(_options.Json) == RealPath(_options.Input))
            {
                throw new UsageException($"cannot write {_options.Json}: it is what --input reads.");
            }

            return _options.Json switch
            {
                null => null,
                "-" => OpenStandardOutput(),
                _ => new FileStream(_options.Json, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"cannot write {_options.Json}: {error.Message}");
        }
    }

    /// <summary>Where a file lies once links are followed, of folders too.</summary>
    private static string RealPath(string path)
    {
        path = Path.GetFullPath(path);
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        path = Path.Combine(RealPath(folder), Path.GetFileName(path));
        return Path.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : path;
    }

    /// <remarks>The console's stream says nothing when the reader of a pipe has gone away.</remarks>
    private static Stream OpenStandardOutput()
    {
        if (!OperatingSystem.IsWindows())
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }

    private Stream? OpenInput()
    {
        try
        {
            return _options.Input switch
            {
                null => null,
                "-" => Console.OpenStandardInput(),
                _ => new FileStream(_options.Input, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"cannot read {_options.Input}: {error.Message}");
        }
    }

    private List<string> ReadAll(UrlSource source)
    {
        var urls = new List<string>();
        try
        {
            Asyncio.Run(Read(), new RunnerOptions { HandleInterrupts = false });
        }
        catch (IOException error)
        {
            throw new UsageException($"cannot read {_options.Input}: {error.Message}");
        }

        return urls;

        async Coroutine Read()
        {
            while (await source.ReadBlock(
                (url, _) => urls.Add(System.Text.Encoding.UTF8.GetString(url)), (url, _) => urls.Add(url)))
            {
            }
        }
    }
}
