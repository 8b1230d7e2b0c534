namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>An ERR packet of the server.</summary>
internal sealed class MySqlRefusal(int code, string text) : DatabaseFault($"{text} ({code})")
{
    public int Code => code;

    /// <summary>Reads the packet after its first byte.</summary>
    public static MySqlRefusal Read(ReadOnlySpan<byte> packet)
    {
        var reader = new ByteReader(packet[1..]);
        var code = reader.UInt16();
        // Before the greeting there is no SQL state.
        if (reader.Left > 6 && reader.Rest[0] == '#')
            reader.Take(6);
        return new(code, reader.Text());
    }
}
