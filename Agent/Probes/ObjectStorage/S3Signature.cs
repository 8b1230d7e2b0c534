using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.ObjectStorage;

/// <summary>Signs requests without a body: Amazon's signature version 4 as S3 has it, where a path is encoded once.</summary>
internal sealed class S3Signature(ObjectStorageCredentials credentials, string region)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private static readonly string NoBody = Hex(SHA256.HashData([]));

    /// <summary>The headers of a request and those that sign it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The URL, its path and query encoded as they will be sent.</param>
    /// <param name="headers">What else is sent and signed; the host must be among them.</param>
    /// <param name="at">The time that the signature names.</param>
    public Dictionary<string, string> Sign(string method, Uri url, IReadOnlyDictionary<string, string> headers, DateTimeOffset at)
    {
        var signed = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase)
        {
            ["x-amz-content-sha256"] = NoBody,
            ["x-amz-date"] = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (credentials.SessionToken is { } token)
            signed["x-amz-security-token"] = token;
        var lines = signed.Select(h => (Name: h.Key.ToLowerInvariant(), Value: h.Value.Trim())).OrderBy(h => h.Name, StringComparer.Ordinal).ToList();
        var names = string.Join(';', lines.Select(l => l.Name));
        var request = string.Join('\n', [method, url.AbsolutePath, Query(url), .. lines.Select(l => $"{l.Name}:{l.Value}"), "", names, NoBody]);
        var day = signed["x-amz-date"][..8];
        var scope = $"{day}/{region}/s3/aws4_request";
        var text = $"{Algorithm}\n{signed["x-amz-date"]}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        signed["Authorization"] = $"{Algorithm} Credential={credentials.AccessKey}/{scope},SignedHeaders={names},Signature={Hex(Hmac(Key(day), text))}";
        return signed;
    }

    /// <summary>In order of the names; one without a value has an empty one.</summary>
    private static string Query(Uri url) => string.Join('&', url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Contains('=') ? p : p + "=").Order(StringComparer.Ordinal));

    private byte[] Key(string day) =>
        Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey), day), region), "s3"), "aws4_request");

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
