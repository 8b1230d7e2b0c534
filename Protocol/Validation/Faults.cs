namespace Keeper.Protocol.Validation;

/// <summary>
/// Collects everything that is wrong with an input, each by the path of its field, so that whoever sent it can mend it
/// in one go. The paths become the <c>errors</c> object of a problem document (RFC 9457).
/// </summary>
public sealed class Faults
{
    /// <summary>No more than this many are kept; a body of thousands of broken elements must not become a larger answer.</summary>
    public const int Limit = 100;

    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether nothing is wrong.</summary>
    public bool None => _count == 0;

    /// <summary>How many faults were found, those beyond <see cref="Limit"/> included.</summary>
    public int Count => _count;

    /// <summary>Adds a fault.</summary>
    /// <param name="field">Path of the field, for example <c>tasks[3].arguments.port</c>.</param>
    /// <param name="message">What is wrong, with the value and the limit.</param>
    public void Add(string field, string message)
    {
        if (_count++ >= Limit)
            return;
        if (!_byField.TryGetValue(field, out var messages))
            _byField[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>The faults by field, in order of the field's path.</summary>
    public IReadOnlyDictionary<string, string[]> ByField()
    {
        var result = _byField.ToDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal);
        if (_count > Limit)
            result["…"] = [$"{_count - Limit} more faults are not listed"];
        return result;
    }

    /// <summary>One line with every fault, for logs and for results that carry a single message.</summary>
    public override string ToString() =>
        string.Join("; ", _byField.SelectMany(f => f.Value.Select(m => f.Key.Length == 0 ? m : $"{f.Key}: {m}")));
}
