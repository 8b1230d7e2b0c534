using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Keeper.Agent.Tests.Probes.ObjectStorage;

/// <summary>
/// A request as its bytes came in, and whether its signature is right: worked out from those bytes by the published
/// description, with nothing of the agent's own code.
/// </summary>
internal sealed partial class S3Request
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.Ordinal);

    private S3Request(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (Method, Target) = lines[0].Split(' ') is [var method, var target, "HTTP/1.1"] ? (method, target) : throw new FormatException(lines[0]);
        foreach (var line in lines[1..])
        {
            var colon = line.IndexOf(':');
            _headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }
    }

    public string Method { get; }

    public string Target { get; }

    public string? Header(string name) => _headers.GetValueOrDefault(name);

    public static async Task<S3Request> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var head = new MemoryStream();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString(head.GetBuffer(), 0, (int)head.Length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, ct) == 0)
                throw new IOException("The request has no end.");
            head.Write(one);
        }

        return new S3Request(Encoding.ASCII.GetString(head.ToArray()));
    }

    public bool IsSignedWith(string accessKey, string secretKey, string region)
    {
        var match = Authorization().Match(Header("authorization") ?? "");
        if (!match.Success || match.Groups["key"].Value != accessKey || match.Groups["region"].Value != region)
            return false;
        var signed = match.Groups["names"].Value.Split(';');
        string[] needed = ["host", "x-amz-content-sha256", "x-amz-date"];
        if (needed.Except(signed).Any() || !signed.SequenceEqual(signed.Order(StringComparer.Ordinal)))
            return false;
        var question = Target.IndexOf('?');
        var canonical = new StringBuilder(Method).Append('\n')
            .Append(question < 0 ? Target : Target[..question]).Append('\n')
            .Append(question < 0 ? "" : Target[(question + 1)..]).Append('\n');
        foreach (var name in signed)
            canonical.Append(name).Append(':').Append(Header(name)).Append('\n');
        canonical.Append('\n').Append(match.Groups["names"].Value).Append('\n').Append(Header("x-amz-content-sha256"));
        var day = match.Groups["day"].Value;
        var toSign = $"AWS4-HMAC-SHA256\n{Header("x-amz-date")}\n{day}/{region}/s3/aws4_request\n"
            + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(canonical.ToString())));
        var key = Encoding.ASCII.GetBytes("AWS4" + secretKey);
        foreach (var step in new[] { day, region, "s3", "aws4_request", toSign })
            key = new HMACSHA256(key).ComputeHash(Encoding.ASCII.GetBytes(step));
        return Convert.ToHexStringLower(key) == match.Groups["signature"].Value;
    }

    [GeneratedRegex(
        @"^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<day>\d{8})/(?<region>[^/]+)/s3/aws4_request, ?SignedHeaders=(?<names>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Authorization();
}
