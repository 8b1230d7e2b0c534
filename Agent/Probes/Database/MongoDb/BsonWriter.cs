using System.Text;

namespace Keeper.Agent.Probes.Database.MongoDb;

/// <summary>Writes the few types of BSON (bsonspec.org, version 1.1) that commands need.</summary>
internal sealed class BsonWriter
{
    private readonly ByteWriter _elements = new();

    public BsonWriter Int32(string name, int value)
    {
        Begin(0x10, name).Int32(value);
        return this;
    }

    public BsonWriter Flag(string name, bool value)
    {
        Begin(0x08, name).Byte(value ? (byte)1 : (byte)0);
        return this;
    }

    public BsonWriter Text(string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Begin(0x02, name).Int32(bytes.Length + 1).Bytes(bytes).Byte(0);
        return this;
    }

    public BsonWriter Binary(string name, ReadOnlySpan<byte> value)
    {
        Begin(0x05, name).Int32(value.Length).Byte(0).Bytes(value);
        return this;
    }

    public BsonWriter Document(string name, BsonWriter value)
    {
        Begin(0x03, name).Bytes(value.Finish().Span);
        return this;
    }

    public ReadOnlyMemory<byte> Finish() =>
        new ByteWriter().Int32(_elements.Length + 5).Bytes(_elements.Written.Span).Byte(0).Written;

    private ByteWriter Begin(byte type, string name) => _elements.Byte(type).Text(name);
}
