using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>
/// One step of a conversation with a port: something to send, something to wait for, or first the one and then the other.
/// </summary>
public sealed record PortStep
{
    /// <summary>
    /// Text to send, in UTF-8; it may be a secret. <c>${name}</c> stands for what the group of that name has captured in an
    /// earlier step.
    /// </summary>
    public string? Send { get; init; }

    /// <summary>Bytes to send instead of a text.</summary>
    public ReadOnlyMemory<byte>? SendBytes { get; init; }

    /// <summary>
    /// What must be said. It is looked for in what came since the end of the step's predecessor's match; in one of several
    /// steps <c>^</c> and <c>$</c> stand for the ends of lines.
    /// </summary>
    public Regex? Expect { get; init; }

    /// <summary>Whether nothing is sent and nothing waited for.</summary>
    public bool IsEmpty => Send is null && SendBytes is null && Expect is null;

    /// <summary>Says as much as may be shown: what is sent may be a password.</summary>
    public override string ToString() => Expect is null ? "send" : $"expect /{Expect}/";

    internal static PortStep? Read(ObjectReader reader)
    {
        var step = ReadFields(reader);
        if (step.IsEmpty && !reader.Faulty)
            reader.Faults.Add(reader.Path, "needs send, sendHex or expect");
        reader.Done();
        return reader.Faulty ? null : step with { Expect = InLines(step.Expect) };
    }

    /// <summary>The fields where the arguments themselves are the only step.</summary>
    internal static PortStep ReadFields(ObjectReader reader)
    {
        var send = reader.SecretText("send", 8_192, about: "Text to send.");
        var bytes = ReadBytes(reader);
        if (send is not null && bytes is not null)
            reader.Fault("sendHex", "is given, and so is send; allowed is one of them");
        var expect = reader.Pattern("expect", about: "Regular expression that the answer must match.");
        return new() { Send = send, SendBytes = bytes, Expect = expect };
    }

    private static ReadOnlyMemory<byte>? ReadBytes(ObjectReader reader)
    {
        if (reader.Text("sendHex", 16_384, minLength: 2, about: "Bytes to send, two hexadecimal digits each, instead of a text.") is not { } text)
            return null;
        if (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);
        reader.Fault("sendHex", $"'{Names.Shorten(text)}' is not bytes: two hexadecimal digits each, and nothing between them");
        return null;
    }

    private static Regex? InLines(Regex? pattern) =>
        pattern is null ? null : new(pattern.ToString(), pattern.Options | RegexOptions.Multiline, pattern.MatchTimeout);
}
