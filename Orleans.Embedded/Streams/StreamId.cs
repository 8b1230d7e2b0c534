using System.Text;

namespace Orleans.Runtime;

/// <summary>A stream's identity: a namespace, which may be missing, and a key.</summary>
[Immutable]
[GenerateSerializer]
public readonly struct StreamId : IEquatable<StreamId>
{
    private readonly string? _namespace;
    private readonly string? _key;

    private StreamId(string? ns, string key)
    {
        _namespace = ns;
        _key = key;
    }

    /// <summary>The key as UTF-8.</summary>
    public ReadOnlyMemory<byte> Key => Encoding.UTF8.GetBytes(_key ?? "");

    /// <summary>The namespace as UTF-8.</summary>
    public ReadOnlyMemory<byte> Namespace => Encoding.UTF8.GetBytes(_namespace ?? "");

    /// <summary>Joins namespace and key.</summary>
    public static StreamId Create(string? ns, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new StreamId(string.IsNullOrEmpty(ns) ? null : ns, key);
    }

    /// <summary>Joins namespace and key.</summary>
    public static StreamId Create(string? ns, Guid key) => Create(ns, key.ToString("N"));

    /// <summary>Joins namespace and key.</summary>
    public static StreamId Create(string? ns, long key) => Create(ns, key.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The key as text.</summary>
    public string GetKeyAsString() => _key ?? "";

    /// <summary>The namespace, or null.</summary>
    public string? GetNamespace() => _namespace;

    /// <inheritdoc/>
    public bool Equals(StreamId other) => _key == other._key && _namespace == other._namespace;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_namespace, _key);

    /// <summary>Compares by namespace and key.</summary>
    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    /// <summary>Compares by namespace and key.</summary>
    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);

    /// <inheritdoc/>
    public override string ToString() => _namespace is null ? $"null/{_key}" : $"{_namespace}/{_key}";
}
