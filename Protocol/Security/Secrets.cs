using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Security;

/// <summary>
/// Makes and hashes the secrets that Keeper hands out. They are 256 random bits, so a plain SHA-256 is as good as a slow
/// hash, and it is cheap enough to check on every poll.
/// </summary>
public static class Secrets
{
    private const string AgentPrefix = "ka";
    private const string TokenPrefix = "kt";
    private const string KeyPrefix = "kk";

    /// <summary>A credential of an agent: <c>ka.AGENT.RANDOM</c>.</summary>
    public static string NewAgentSecret(string agentId) => $"{AgentPrefix}.{agentId}.{Random()}";

    /// <summary>An enrollment token: <c>kt.VPC.ID.RANDOM</c>.</summary>
    public static string NewEnrollmentToken(string vpc, string tokenId) => $"{TokenPrefix}.{vpc}.{tokenId}.{Random()}";

    /// <summary>An operator's key: <c>kk.RANDOM</c>.</summary>
    public static string NewApiKey() => $"{KeyPrefix}.{Random()}";

    /// <summary>256 random bits as text that is safe in URLs.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(string secret)
    {
        Span<byte> utf8 = stackalloc byte[512];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (Encoding.UTF8.TryGetBytes(secret, utf8, out var length))
            SHA256.HashData(utf8[..length], hash);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Compares two hashes in a time that does not tell how much of them is equal.</summary>
    public static bool SameHash(string? left, string? right) =>
        left is not null && right is not null
        && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));

    /// <summary>The agent that a credential claims to be of. Only its hash proves it.</summary>
    public static bool TryReadAgentId(string secret, [NotNullWhen(true)] out string? agentId)
    {
        agentId = Part(secret, AgentPrefix, 3, 1);
        return Names.IsValid(agentId);
    }

    /// <summary>The VPC and id that a token claims to be of. Only its hash proves it.</summary>
    public static bool TryReadToken(string token, [NotNullWhen(true)] out string? vpc, [NotNullWhen(true)] out string? tokenId)
    {
        vpc = Part(token, TokenPrefix, 4, 1);
        tokenId = Part(token, TokenPrefix, 4, 2);
        return vpc is not null && tokenId is not null;
    }

    private static string? Part(string text, string prefix, int count, int index)
    {
        if (text.Length > 400)
            return null;
        var parts = text.Split('.');
        return parts.Length == count && parts[0] == prefix && parts[index].Length is > 0 and <= 64 ? parts[index] : null;
    }
}
