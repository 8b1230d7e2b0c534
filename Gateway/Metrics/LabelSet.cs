using System.Text;

namespace Keeper.Gateway.Metrics;

/// <summary>The labels of one series, with their Prometheus text. Equal to a span of the same tags, so that recording allocates nothing.</summary>
internal sealed class LabelSet
{
    private readonly KeyValuePair<string, object?>[] _tags;

    public LabelSet(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _tags = tags.ToArray();
        var text = new StringBuilder();
        foreach (var (name, value) in _tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(MetricNames.Sanitize(name)).Append("=\"");
            AppendEscaped(text, value?.ToString() ?? "");
            text.Append('"');
        }

        Text = text.ToString();
    }

    /// <summary>What a series is counted under when an instrument has too many.</summary>
    public static LabelSet Overflow { get; } = new([new("overflow", "true")]);

    /// <summary><c>name="value",…</c>; empty without labels.</summary>
    public string Text { get; }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(c),
            };
        }
    }

    public sealed class Comparer
        : IEqualityComparer<LabelSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, LabelSet>
    {
        public bool Equals(LabelSet? x, LabelSet? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x._tags, y));

        public int GetHashCode(LabelSet set) => GetHashCode(set._tags);

        public LabelSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate);

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, LabelSet other)
        {
            if (alternate.Length != other._tags.Length)
                return false;
            for (var i = 0; i < alternate.Length; i++)
            {
                if (alternate[i].Key != other._tags[i].Key || !object.Equals(alternate[i].Value, other._tags[i].Value))
                    return false;
            }

            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var hash = 0;
            foreach (var (name, value) in alternate)
                hash = HashCode.Combine(hash, name.Length, value);
            return hash;
        }
    }
}
