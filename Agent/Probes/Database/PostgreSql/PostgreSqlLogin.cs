using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Keeper.Agent.Probes.Database.PostgreSql;

/// <summary>From the server's first message until it is ready for a query.</summary>
internal sealed class PostgreSqlLogin(PostgreSqlWire wire, DatabaseSession session, string user)
{
    private ScramSha256? _scram;

    /// <summary>The server's version, once it has said it.</summary>
    public string Version { get; private set; } = "";

    /// <returns><see langword="null"/> after a login; otherwise why the server counts as alive without one.</returns>
    public async Task<string?> RunAsync(PostgreSqlMessage first, CancellationToken ct)
    {
        var anonymous = session.Arguments.User is null;
        for (var message = first; ; message = await wire.ReadAsync(ct))
        {
            switch (message.Type)
            {
                case 'Z':
                    return null;
                case 'S':
                    Note(message.Body.Span);
                    break;
                case 'R' when anonymous && Method(message.Body.Span) != 0:
                    return "it asks for a password, and no login was given";
                case 'R':
                    await AuthenticateAsync(message.Body, ct);
                    break;
                case 'E' when PostgreSqlWire.Error(message.Body.Span) is var (code, text):
                    // Class 28: whoever asks for credentials takes logins. Starting up and "too many clients" have other codes.
                    if (anonymous && code.StartsWith("28", StringComparison.Ordinal))
                        return $"it refuses strangers ({code}), and no login was given";
                    throw new DatabaseFault($"{text} ({code})");
                default:
                    break;
            }
        }
    }

    private static int Method(ReadOnlySpan<byte> body) => new ByteReader(body).Int32BigEndian();

    private void Note(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        if (reader.Text() == "server_version")
            Version = reader.Text();
    }

    private async ValueTask AuthenticateAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var (method, rest) = (Method(body.Span), body[4..]);
        switch (method)
        {
            case 0 when _scram is { IsProved: false }:
                throw new DatabaseFault("the server takes the login without proof that it knows the password");
            case 0:
                return;
            case 3 when !session.Arguments.Tls:
                throw new DatabaseFault("the server asks for the password in clear text, which is sent over TLS only");
            case 3:
                await wire.SendAsync('p', new ByteWriter().Text(Password()), ct);
                return;
            case 5:
                await wire.SendAsync('p', new ByteWriter().Text(Md5(Password(), user, rest.Span)), ct);
                return;
            case 10:
                Offer(rest.Span);
                _scram = new ScramSha256("", Password());
                var first = Encoding.UTF8.GetBytes(_scram.ClientFirst);
                await wire.SendAsync('p', new ByteWriter().Text("SCRAM-SHA-256").Int32BigEndian(first.Length).Bytes(first), ct);
                return;
            case 11 when _scram is not null:
                await wire.SendAsync('p', new ByteWriter().Bytes(Encoding.UTF8.GetBytes(_scram.ClientFinal(Encoding.UTF8.GetString(rest.Span)))), ct);
                return;
            case 12 when _scram is not null:
                _scram.Verify(Encoding.UTF8.GetString(rest.Span));
                return;
            default:
                throw new DatabaseFault($"the server asks for authentication of type {method}, which this agent does not speak");
        }
    }

    private string Password() => session.Arguments.Password ?? throw new DatabaseFault("the server asks for a password, and none was given");

    private static void Offer(ReadOnlySpan<byte> mechanisms)
    {
        var reader = new ByteReader(mechanisms);
        var offered = new List<string>();
        while (reader.Left > 0 && reader.Text() is { Length: > 0 } mechanism)
            offered.Add(mechanism);
        if (!offered.Contains("SCRAM-SHA-256", StringComparer.Ordinal))
            throw new DatabaseFault($"the server offers {Excerpts.Of(string.Join(", ", offered))}; this agent speaks SCRAM-SHA-256");
    }

    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "Servers that still store MD5 ask for it.")]
    private static string Md5(string password, string user, ReadOnlySpan<byte> salt)
    {
        if (salt.Length < 4)
            throw new DatabaseFault("the server asks for an MD5 password without a salt");
        var inner = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password + user)));
        return "md5" + Convert.ToHexStringLower(MD5.HashData([.. Encoding.UTF8.GetBytes(inner), .. salt[..4]]));
    }
}
