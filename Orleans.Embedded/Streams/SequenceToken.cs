using Orleans.Streams;

namespace Orleans.Embedded.Streams;

internal sealed class SequenceToken(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is SequenceToken token && token.SequenceNumber == SequenceNumber;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => SequenceNumber.GetHashCode();

    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber);

    public override string ToString() => $"{SequenceNumber}";
}
