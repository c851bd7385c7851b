using System.Security.Cryptography;
using System.Text;

namespace Simmer.Cli.Fetching;

/// <summary>Gives each URL a file name of its own, in one folder.</summary>
/// <remarks>
/// <para>A name has only the letters, digits and signs that every file system takes, so no URL can leave the folder. It
/// begins with the host. Whatever it cannot show exactly (a query, an upper-case letter, a long path) adds a digest of the URL,
/// so the same URL gets the same name in every run, and two URLs do not share one even where case does not count.</para>
/// <para>A URL that comes again in the same run gets a number.</para>
/// </remarks>
internal sealed class FileNames
{
    private const int LongestReadable = 120;

    private static readonly HashSet<string> s_reserved = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })],
        StringComparer.Ordinal);

    /// <summary>The digests of the names given, and how often: at worst a digest that is shared costs a number.</summary>
    private readonly Dictionary<ulong, int> _given = [];

    internal string For(string url)
    {
        string name = NameOf(url);
        while (true)
        {
            ulong digest = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            _given.TryGetValue(digest, out int times);
            _given[digest] = times + 1;
            if (times == 0)
            {
                return name;
            }

            name = $"{NameOf(url)}~{times + 1}";
        }
    }

    /// <summary>The name of a URL by itself.</summary>
    internal static string NameOf(string url)
    {
        var address = new Uri(url);
        string host = address.IdnHost + (address.IsDefaultPort ? "" : $"+{address.Port}");
        string path = address.AbsolutePath.Trim('/');
        string wanted = path.Length == 0 ? host : $"{host}/{path}";
        var name = new StringBuilder();
        bool exact = address.Scheme == Uri.UriSchemeHttp && address.Query.Length == 0 && address.Fragment.Length == 0
            && address.UserInfo.Length == 0 && address.AbsolutePath.EndsWith('/') == (path.Length == 0)
            && !address.AbsolutePath.StartsWith("//", StringComparison.Ordinal);
        foreach (char c in wanted.Length > LongestReadable ? wanted[..LongestReadable] : wanted)
        {
            bool plain = c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or '+';
            name.Append(plain ? c : c is >= 'A' and <= 'Z' ? char.ToLowerInvariant(c) : '_');
            exact &= plain || c == '/';
        }

        exact &= wanted.Length <= LongestReadable;
        if (s_reserved.Contains(name.ToString().Split('.')[0]))
        {
            name.Insert(0, '_');
        }

        // No file system that counts takes it for a parent folder or hides it, and Windows drops a last full stop.
        if (name[0] == '.')
        {
            name[0] = '_';
            exact = false;
        }

        if (name[^1] == '.')
        {
            name[^1] = '_';
            exact = false;
        }

        if (!exact)
        {
            byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri));
            name.Append('~').Append(Convert.ToHexStringLower(digest.AsSpan(0, 8)));
        }

        return name.ToString();
    }
}
