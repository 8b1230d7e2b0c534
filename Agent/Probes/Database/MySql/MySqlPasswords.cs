using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>How the authentication plug-ins of MySQL prove a password.</summary>
internal static class MySqlPasswords
{
    public const string Native = "mysql_native_password";
    public const string CachingSha2 = "caching_sha2_password";

    /// <summary>The first answer to the server's salt; <see langword="null"/> when this agent does not speak the plug-in.</summary>
    public static byte[]? Answer(string plugin, string password, byte[] salt) => (plugin, password) switch
    {
        (Native or CachingSha2, "") => [],
        (Native, _) => ProveNative(Encoding.UTF8.GetBytes(password), salt),
        (CachingSha2, _) => ProveSha2(Encoding.UTF8.GetBytes(password), salt),
        _ => null,
    };

    /// <summary>The password with a zero behind it, as it goes over TLS.</summary>
    public static byte[] InClear(string password) => [.. Encoding.UTF8.GetBytes(password), 0];

    /// <summary>The password for the holder of a key, mixed with the salt so that it can't be sent again.</summary>
    public static byte[] Encrypt(string password, byte[] salt, string publicKeyPem)
    {
        var bytes = InClear(password);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= salt[i % salt.Length];
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(publicKeyPem);
            return rsa.Encrypt(bytes, RSAEncryptionPadding.OaepSHA1);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new DatabaseFault("the server's public key is none, or too short for the password");
        }
    }

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The plug-in is defined by SHA-1.")]
    private static byte[] ProveNative(byte[] password, byte[] salt)
    {
        var once = SHA1.HashData(password);
        return Xor(once, SHA1.HashData([.. salt, .. SHA1.HashData(once)]));
    }

    private static byte[] ProveSha2(byte[] password, byte[] salt)
    {
        var once = SHA256.HashData(password);
        return Xor(once, SHA256.HashData([.. SHA256.HashData(once), .. salt]));
    }

    private static byte[] Xor(byte[] one, byte[] other)
    {
        for (var i = 0; i < one.Length; i++)
            one[i] ^= other[i];
        return one;
    }
}
