using System.Text;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>
/// How a request shows who asks: by name and password (RFC 7617) or by a token (RFC 6750). It goes to the origin of the
/// URL alone, never after a redirect to another one.
/// </summary>
public sealed record HttpAuth
{
    private readonly string _credentials;

    private HttpAuth(string credentials) => _credentials = credentials;

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    public string Header => _credentials;

    /// <summary>Says nothing, because whatever is printed may end in a log.</summary>
    public override string ToString() => "(credentials)";

    internal static HttpAuth? Read(ObjectReader reader)
    {
        var basic = reader.Group("basic", ReadBasic, about: "By name and password.");
        var bearer = reader.SecretText("bearer", 8_192, about: "By a token.");
        if (bearer is not null and not ObjectReader.UnknownSecret && (bearer.Length == 0 || !bearer.All(c => c is > ' ' and < (char)0x7F)))
            reader.Fault("bearer", "must be a token of visible ASCII characters without spaces");
        if (basic is null == bearer is null && !reader.Faulty)
            reader.Faults.Add(reader.Path, "needs one of basic and bearer");
        reader.Done();
        return reader.Faulty ? null : new(basic ?? $"Bearer {bearer}");
    }

    private static string? ReadBasic(ObjectReader reader)
    {
        var user = reader.SecretText("user", 1_000, required: true, about: "Name.");
        var password = reader.SecretText("password", 8_192, required: true, about: "Password.");
        // The first colon ends the name, so that one inside it would move the border.
        if (user?.Contains(':') == true)
            reader.Fault("user", "must not contain a colon");
        reader.Done();
        return reader.Faulty ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
    }
}
