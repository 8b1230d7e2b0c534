using System.Buffers.Binary;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>What both sides say first ([MS-TDS] 2.2.6.5): versions, and whether to encrypt.</summary>
/// <param name="Version">The server's version.</param>
/// <param name="Encryption">What it wants: one of the constants.</param>
internal sealed record PreLogin(string Version, byte Encryption)
{
    /// <summary>The login alone is encrypted.</summary>
    public const byte LoginOnly = 0;

    /// <summary>Everything is.</summary>
    public const byte Everything = 1;

    /// <summary>Nothing can be.</summary>
    public const byte NotSupported = 2;

    private const byte VersionOption = 0;
    private const byte EncryptionOption = 1;
    private const byte InstanceOption = 2;
    private const byte ThreadOption = 3;
    private const byte End = 0xFF;

    /// <summary>The client's: a table of options (type, offset, length), then their data.</summary>
    public static byte[] Request(byte encryption) =>
    [
        VersionOption, 0, 21, 0, 6,
        EncryptionOption, 0, 27, 0, 1,
        InstanceOption, 0, 28, 0, 1,
        ThreadOption, 0, 29, 0, 4,
        End,
        0, 0, 0, 0, 0, 0,
        encryption,
        0,
        0, 0, 0, 0,
    ];

    /// <summary>Reads the server's.</summary>
    public static PreLogin Read(ReadOnlySpan<byte> message)
    {
        var (version, encryption) = ("", NotSupported);
        var table = new ByteReader(message);
        while (table.Byte() is var option and not End)
        {
            var (offset, length) = (BinaryPrimitives.ReadUInt16BigEndian(table.Take(2)), BinaryPrimitives.ReadUInt16BigEndian(table.Take(2)));
            var data = new ByteReader(message);
            data.Take(offset);
            if (option == VersionOption && length >= 4)
                version = $"{data.Byte()}.{data.Byte()}.{BinaryPrimitives.ReadUInt16BigEndian(data.Take(2))}";
            else if (option == EncryptionOption && length >= 1)
                encryption = data.Byte();
        }

        return new(version, encryption);
    }
}
