using System.Text;

namespace Simmer.Cli.Fetching;

/// <summary>Where the URLs come from: the command line, then a file or standard input, which is read only as far as is needed.</summary>
internal sealed class UrlSource(IReadOnlyList<string> urls, Stream? input = null) : IDisposable
{
    private readonly LineReader? _reader = input is null ? null : new LineReader(input);
    private bool _listed;

    /// <param name="url">A URL that can be fetched, as UTF-8.</param>
    /// <param name="host">Its host.</param>
    internal delegate void UrlHandler(ReadOnlySpan<byte> url, string host);

    /// <summary>Reads on by a block.</summary>
    /// <param name="add">Gets each good URL.</param>
    /// <param name="reject">Gets each bad one, and what is wrong with it.</param>
    /// <returns>False once everything was read.</returns>
    internal async Coroutine<bool> ReadBlock(UrlHandler add, Action<string, string> reject)
    {
        if (!_listed)
        {
            _listed = true;
            foreach (string url in urls)
            {
                Take(Encoding.UTF8.GetBytes(url.Trim()), tooLong: false, "", add, reject);
            }

            return true;
        }

        if (_reader is null || !await _reader.Fill())
        {
            return false;
        }

        while (_reader.TryRead(out ReadOnlySpan<byte> line, out bool tooLong))
        {
            if (!LineReader.IsBlankOrComment(line))
            {
                Take(line, tooLong, $" (line {_reader.Line})", add, reject);
            }
        }

        return true;
    }

    public void Dispose() => input?.Dispose();

    private static void Take(ReadOnlySpan<byte> line, bool tooLong, string where, UrlHandler add, Action<string, string> reject)
    {
        string? text = LineReader.Decode(line);
        if (tooLong || line.Length > Urls.MostBytes)
        {
            reject(Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)]) + "…", $"bad URL{where}: longer than {Urls.MostBytes} bytes");
        }
        else if (text is null)
        {
            reject(Encoding.UTF8.GetString(line), $"bad URL{where}: it is not UTF-8");
        }
        else if (Urls.TryParse(text, out Uri? address, out string? problem))
        {
            add(line, Urls.HostOf(address));
        }
        else
        {
            reject(text, $"bad URL{where}: {problem}");
        }
    }
}
