using System.Collections;

namespace Simmer.Extensions.Logging;

/// <summary>What a log entry carries beside its text: the known properties, by name, in the form that logging providers read.</summary>
internal sealed class LogState(string message) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _properties = [];

    public int Count => _properties.Count;

    public KeyValuePair<string, object?> this[int index] => _properties[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => message;

    /// <summary>Adds a property; one that is not known is left out.</summary>
    internal void Add(string name, object? value)
    {
        if (value is not null)
        {
            _properties.Add(new(name, value));
        }
    }
}
