using System.Net.Http.Headers;

namespace Simmer.Http;

/// <summary>Copies a content's headers as they are.</summary>
internal static class ContentHeaders
{
    internal static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        foreach ((string name, HeaderStringValues values) in from.NonValidated)
        {
            if (values.Count == 1)
            {
                to.TryAddWithoutValidation(name, values.ToString());
            }
            else
            {
                to.TryAddWithoutValidation(name, values);
            }
        }
    }
}
