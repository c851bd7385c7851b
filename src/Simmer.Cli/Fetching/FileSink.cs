using System.Collections.Concurrent;

namespace Simmer.Cli.Fetching;

/// <summary>Saves the bodies in a folder: each under a temporary name until it is whole.</summary>
internal sealed class FileSink(string folder) : IBodySink
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly FileNames _names = new();
    private readonly ConcurrentDictionary<string, bool> _temporary = new();

    public IBody Open(Job job) => new FileBody(this, job);

    /// <summary>Removes what is half written; for the moment before the process ends.</summary>
    internal void RemoveTemporary()
    {
        foreach (string path in _temporary.Keys)
        {
            Delete(path);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be removed is left: there is nobody to tell who could do more.
        }
    }

#pragma warning disable CA1001 // Each body is committed or discarded, which closes its file off the loop.
    private sealed class FileBody(FileSink sink, Job job) : IBody
#pragma warning restore CA1001
    {
        private string? _path;
        private FileStream? _file;

        public async Coroutine Write(ReadOnlyMemory<byte> bytes) => await Call(() =>
        {
            Append(bytes);
            return true;
        });

        public async Coroutine Commit(ReadOnlyMemory<byte> bytes)
        {
            string name = sink._names.For(job.Url);
            await Call(() =>
            {
                Append(bytes);
                _file!.Dispose();
                File.Move(_path!, Path.Combine(sink._folder, name), overwrite: true);
                sink._temporary.TryRemove(_path!, out _);
                _file = null;
                job.File = name;
                job.IsReceived = true;
                return true;
            });
        }

        public async Coroutine Discard()
        {
            if (_file is not null)
            {
                await OffLoop.Run(() =>
                {
                    _file.Dispose();
                    Delete(_path!);
                    sink._temporary.TryRemove(_path!, out _);
                    return true;
                });
            }
        }

        private void Append(ReadOnlyMemory<byte> bytes)
        {
            if (_file is null)
            {
                _path = Path.Combine(sink._folder, $".simmer-{Guid.NewGuid():N}.part");
                sink._temporary[_path] = true;
                _file = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            }

            _file.Write(bytes.Span);
        }

        private static async Coroutine Call(Func<bool> function)
        {
            try
            {
                await OffLoop.Run(function);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new SinkException($"cannot save the body: {error.Message}", error);
            }
        }
    }
}
