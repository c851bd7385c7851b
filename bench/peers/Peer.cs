namespace Simmer.Peers;

/// <summary>A program and the arguments that come before the scenario's name.</summary>
internal sealed record Command(string File, params string[] Arguments);

/// <summary>A runtime that is measured.</summary>
/// <param name="Name">The word for it in arguments.</param>
/// <param name="Title">Its column in the table.</param>
/// <param name="Packages">The Debian packages that it needs.</param>
internal abstract record Peer(string Name, string Title, params string[] Packages)
{
    internal static Peer[] All(string python) =>
    [
        new DotnetPeer("simmer", "Simmer"),
        new DotnetPeer("task", "`Task`, thread pool"),
        new TokioPeer(),
        new GoPeer(),
        new PythonPeer("cpython", "asyncio", python, "python3"),
        new PythonPeer("uvloop", "uvloop", python, "python3", "python3-uvloop"),
    ];

    /// <summary>Those of <see cref="Packages"/> that this machine does not have.</summary>
    internal abstract IEnumerable<string> Missing();

    /// <summary>Builds the program where it has to be built.</summary>
    /// <returns>How to run it.</returns>
    internal abstract Command Build();

    /// <summary>The version, as its own tools tell it.</summary>
    internal abstract string Version();

    /// <summary>Where this project's sources are.</summary>
    private protected static string Sources { get; } = Path.Combine(Root(), "bench", "peers");

    private protected static string Artifacts(string folder) =>
        Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "peers", folder)).FullName;

    private protected static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Simmer.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new PeerException($"Simmer.slnx is in no folder above {AppContext.BaseDirectory}: run it from a clone.");
    }
}

/// <summary>This very program, as another process.</summary>
internal sealed record DotnetPeer(string Name, string Title) : Peer(Name, Title)
{
    internal override IEnumerable<string> Missing() => [];

    internal override Command Build() => new(Environment.ProcessPath!, "work", Name);

    internal override string Version() => $".NET {Environment.Version}";
}

/// <summary>tokio's current-thread runtime, with the crates that Debian ships.</summary>
internal sealed record TokioPeer() : Peer("tokio", "tokio", "cargo", "rustc", "librust-tokio-dev")
{
    private const string Registry = "/usr/share/cargo/registry";

    internal override IEnumerable<string> Missing() =>
        Packages.Where(static package => package.StartsWith("librust", StringComparison.Ordinal)
            ? !Directory.Exists(Registry) || Directory.GetDirectories(Registry, "tokio-1*").Length == 0
            : !IsOnPath(package));

    internal override Command Build()
    {
        // Built from a copy: cargo writes a lock file beside the sources.
        string folder = Artifacts("tokio");
        Directory.CreateDirectory(Path.Combine(folder, "src"));
        foreach (string file in (string[])["Cargo.toml", Path.Combine("src", "main.rs")])
        {
            File.Copy(Path.Combine(Sources, "tokio", file), Path.Combine(folder, file), overwrite: true);
        }

        Processes.Run(
            new Command(
                "cargo", "build", "--release", "--offline", "--quiet",
                "--config", "source.crates-io.replace-with=\"debian\"",
                "--config", $"source.debian.directory=\"{Registry}\"",
                "--target-dir", Path.Combine(folder, "target")),
            folder);
        return new Command(Path.Combine(folder, "target", "release", "work"));
    }

    internal override string Version() =>
        $"{Path.GetFileName(Directory.GetDirectories(Registry, "tokio-1*").Order(StringComparer.Ordinal).Last())}, "
        + Processes.Run(new Command("rustc", "--version"));
}

/// <summary>Go's scheduler on one processor.</summary>
internal sealed record GoPeer() : Peer("go", "Go", "golang-go")
{
    internal override IEnumerable<string> Missing() => IsOnPath("go") ? [] : Packages;

    internal override Command Build()
    {
        string program = Path.Combine(Artifacts("go"), "work");
        Processes.Run(new Command("go", "build", "-o", program, Path.Combine(Sources, "go", "work.go")));
        return new Command(program);
    }

    internal override string Version() => Processes.Run(new Command("go", "version"));
}

/// <summary>CPython's event loop, or uvloop's.</summary>
internal sealed record PythonPeer(string Name, string Title, string Python, params string[] Packages)
    : Peer(Name, Title, Packages)
{
    private bool IsUvloop => Packages.Length > 1;

    internal override IEnumerable<string> Missing() =>
        !File.Exists(Python) && !IsOnPath(Python) ? Packages
        : IsUvloop && !Processes.Succeeds(new Command(Python, "-c", "import uvloop")) ? Packages[1..]
        : [];

    internal override Command Build() => IsUvloop
        ? new Command(Python, Path.Combine(Sources, "python", "work.py"), "uvloop")
        : new Command(Python, Path.Combine(Sources, "python", "work.py"), "asyncio");

    internal override string Version() => Processes.Run(IsUvloop
        ? new Command(Python, "-c", "import uvloop; print('uvloop', uvloop.__version__)")
        : new Command(Python, "-c", "import platform; print('CPython', platform.python_version())"));
}

/// <summary>A peer could not be built, or a run of it failed.</summary>
internal sealed class PeerException(string message) : Exception(message);
