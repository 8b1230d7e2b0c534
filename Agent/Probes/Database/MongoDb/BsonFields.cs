using System.Text;

namespace Keeper.Agent.Probes.Database.MongoDb;

/// <summary>The fields of one document, without what is nested in it. What is no BSON is the target's fault.</summary>
internal sealed class BsonFields
{
    private readonly Dictionary<string, object?> _fields = new(StringComparer.Ordinal);

    private BsonFields()
    {
    }

    public static BsonFields Read(ReadOnlySpan<byte> document)
    {
        var fields = new BsonFields();
        var reader = new ByteReader(document);
        reader = new ByteReader(reader.Take(reader.Int32() - 4));
        while (reader.Byte() is var type and not 0)
        {
            var name = reader.Text();
            fields._fields[name] = Value(type, ref reader);
        }

        return fields;
    }

    /// <summary>A flag, or a number that is used as one: servers say <c>ok: 1.0</c>.</summary>
    public bool Is(string name) => _fields.GetValueOrDefault(name) switch { bool flag => flag, double number => number != 0, long number => number != 0, _ => false };

    public string? Text(string name) => _fields.GetValueOrDefault(name) as string;

    public long? Number(string name) => _fields.GetValueOrDefault(name) switch { long number => number, double number => (long)number, _ => null };

    public byte[]? Binary(string name) => _fields.GetValueOrDefault(name) as byte[];

    private static object? Value(byte type, ref ByteReader reader)
    {
        switch (type)
        {
            case 0x01:
                return BitConverter.Int64BitsToDouble(reader.Int64());
            case 0x02 or 0x0D or 0x0E:
                return Encoding.UTF8.GetString(reader.Take(reader.Int32())).TrimEnd('\0');
            case 0x03 or 0x04 or 0x0F:
                return Skip(reader.Int32() - 4, ref reader);
            case 0x05:
                var length = reader.Int32();
                reader.Byte();
                return reader.Take(length).ToArray();
            case 0x06 or 0x0A or 0x7F or 0xFF:
                return null;
            case 0x07:
                return Skip(12, ref reader);
            case 0x08:
                return reader.Byte() != 0;
            case 0x09 or 0x11:
                return Skip(8, ref reader);
            case 0x0B:
                return (reader.Text(), reader.Text());
            case 0x0C:
                return Skip(reader.Int32() + 12, ref reader);
            case 0x10:
                return (long)reader.Int32();
            case 0x12:
                return reader.Int64();
            case 0x13:
                return Skip(16, ref reader);
            default:
                throw new DatabaseFault($"the server's answer has a value of type {type}, which BSON does not have");
        }
    }

    private static object? Skip(int length, ref ByteReader reader)
    {
        reader.Take(length);
        return null;
    }
}
