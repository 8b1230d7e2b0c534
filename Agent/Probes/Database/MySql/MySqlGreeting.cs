using System.Text;

namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>What a server says first.</summary>
internal sealed record MySqlGreeting(string Version, uint Capabilities, byte[] Salt, string Plugin)
{
    public const uint Tls = 0x800;

    private const uint Protocol41 = 0x200;
    private const int SaltLength = 20;

    public bool IsMariaDb => Version.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    public static MySqlGreeting Read(ReadOnlySpan<byte> packet)
    {
        var reader = new ByteReader(packet);
        if (reader.Byte() is not 10)
            throw new DatabaseFault($"this is no MySQL of protocol version 10: it says '{Encoding.Latin1.GetString(packet)}'");
        var version = reader.Text();
        reader.Take(4); // The connection's number.
        var salt = reader.Take(8).ToArray();
        reader.Take(1);
        uint capabilities = reader.UInt16();
        reader.Take(3); // Character set and status.
        capabilities |= (uint)reader.UInt16() << 16;
        reader.Take(11); // How long the salt is, and what is reserved.
        if ((capabilities & Protocol41) == 0)
            throw new DatabaseFault($"{version} is older than MySQL 4.1, whose protocol this agent does not speak");
        salt = [.. salt, .. reader.Take(SaltLength - salt.Length)];
        reader.Take(Math.Min(reader.Left, 1));
        return new(version, capabilities, salt, reader.Text());
    }
}
