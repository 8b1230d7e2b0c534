using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Keeper.Agent.Probes.Database;

/// <summary>
/// The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding: the server never sees the password and
/// has to prove that it knows it.
/// </summary>
internal sealed class ScramSha256(string user, string password, string nonce)
{
    /// <summary>A server may ask for any number of rounds, and each costs the agent time. Usual are 4,096 to 15,000.</summary>
    private const int MaxIterations = 200_000;

    private readonly string _first = $"n={user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={nonce}";
    private byte[] _serverSignature = [];

    public ScramSha256(string user, string password)
        : this(user, password, Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)))
    {
    }

    /// <summary>Whether the server has proved that it knows the password.</summary>
    public bool IsProved { get; private set; }

    /// <summary>What the client says first.</summary>
    public string ClientFirst => $"n,,{_first}";

    /// <summary>What the client answers to the server's challenge.</summary>
    public string ClientFinal(string serverFirst)
    {
        var fields = Fields(serverFirst);
        if (!fields.TryGetValue('r', out var combined) || combined.Length <= nonce.Length || !combined.StartsWith(nonce, StringComparison.Ordinal)
            || !fields.TryGetValue('s', out var salt) || !fields.TryGetValue('i', out var i)
            || !int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > MaxIterations)
        {
            throw new DatabaseFault("the server's SCRAM challenge is not one");
        }

        var withoutProof = $"c=biws,r={combined}";
        var message = Encoding.UTF8.GetBytes($"{_first},{serverFirst},{withoutProof}");
        // Not put through SASLprep, which changes nothing of what keyboards usually give.
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), FromBase64(salt), iterations, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var proof = HMACSHA256.HashData(SHA256.HashData(clientKey), message);
        for (var n = 0; n < proof.Length; n++)
            proof[n] ^= clientKey[n];
        _serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message);
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Takes the server's proof.</summary>
    public void Verify(string serverFinal)
    {
        if (_serverSignature.Length == 0 || !Fields(serverFinal).TryGetValue('v', out var signature)
            || !CryptographicOperations.FixedTimeEquals(FromBase64(signature), _serverSignature))
        {
            throw new DatabaseFault("the server does not prove that it knows the password");
        }

        IsProved = true;
    }

    private static Dictionary<char, string> Fields(string message) => message.Split(',')
        .Where(f => f.Length > 2 && f[1] == '=').GroupBy(f => f[0]).ToDictionary(g => g.Key, g => g.First()[2..]);

    private static byte[] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw new DatabaseFault("the server's SCRAM message has a part that is not base64");
    }
}
