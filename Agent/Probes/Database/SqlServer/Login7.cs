using System.Text;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>The login ([MS-TDS] 2.2.6.4): fixed fields, a table of offsets and lengths, then the texts in UTF-16.</summary>
internal static class Login7
{
    private const int FixedLength = 94;

    public static byte[] Write(string host, string user, string password, string? database)
    {
        var table = new ByteWriter();
        var texts = new ByteWriter();
        Text("keeper");                    // This host
        Text(user);
        Bytes(Scramble(password), password.Length);
        Text("keeper");                    // Application
        Text(host);                        // Server
        Text("");                          // Extensions
        Text("keeper");                    // Library
        Text("");                          // Language
        Text(database ?? "");
        table.Bytes(new byte[6]);          // This host's network card
        Text("");                          // Windows authentication
        Text("");                          // File to attach
        Text("");                          // New password
        table.Int32(0);
        return
        [
            .. new ByteWriter()
                .Int32(FixedLength + texts.Length)
                .Int32(0x74000004)         // TDS 7.4
                .Int32(4096)               // Length of packets
                .Int32(0).Int32(0).Int32(0)
                .Byte(0xE0)                // Say which database and language it is; no such database is an error
                .Byte(0x03)                // No such language is an error; behave as for ODBC
                .Byte(0).Byte(0)           // Plain SQL, no extensions
                .Int32(0).Int32(0).Written.Span,
            .. table.Written.Span,
            .. texts.Written.Span,
        ];

        void Text(string text) => Bytes(Encoding.Unicode.GetBytes(text), text.Length);

        void Bytes(byte[] bytes, int length)
        {
            table.UInt16(FixedLength + texts.Length).UInt16(length);
            texts.Bytes(bytes);
        }
    }

    /// <summary>Hides nothing, but is how it is sent: the halves of each byte swapped, every second bit turned.</summary>
    private static byte[] Scramble(string password)
    {
        var bytes = Encoding.Unicode.GetBytes(password);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(((bytes[i] << 4) | (bytes[i] >> 4)) ^ 0xA5);
        return bytes;
    }
}
