namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Bytes of the wire, as a specification prints them.</summary>
internal static class Wire
{
    /// <summary>Bytes from hexadecimal digits; blanks and line ends between them are for the reader.</summary>
    public static byte[] Hex(string digits) => Convert.FromHexString(string.Concat(digits.Where(char.IsAsciiHexDigit)));

    /// <summary>Reads exactly so many bytes of what the probe says.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, int length, CancellationToken ct)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
