using System.Security.Cryptography;
using System.Text;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>The server's side of SCRAM-SHA-256, as RFC 5802 section 3 has it: it checks the proof and proves itself.</summary>
internal sealed class ScramServer(string password)
{
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private string _messages = "";

    /// <summary>Whether the client proved the password.</summary>
    public bool Proved { get; private set; }

    public string First(string clientFirst)
    {
        Assert.StartsWith("n,,n=", clientFirst, StringComparison.Ordinal);
        var nonce = clientFirst[(clientFirst.IndexOf(",r=", StringComparison.Ordinal) + 3)..];
        var first = $"r={nonce}%hvYDpWUa2RaTCAfuxFIlj,s={Convert.ToBase64String(Salt)},i=4096";
        _messages = $"{clientFirst[3..]},{first}";
        return first;
    }

    public string Final(string clientFinal)
    {
        var at = clientFinal.IndexOf(",p=", StringComparison.Ordinal);
        var message = Encoding.UTF8.GetBytes($"{_messages},{clientFinal[..at]}");
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Salt, 4096, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var signature = HMACSHA256.HashData(stored, message);
        var key = Convert.FromBase64String(clientFinal[(at + 3)..]).Select((b, i) => (byte)(b ^ signature[i])).ToArray();
        Proved = SHA256.HashData(key).SequenceEqual(stored);
        return $"v={Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message))}";
    }
}
