using System.Text;

namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>From the greeting to the server's OK.</summary>
internal sealed class MySqlLogin(MySqlWire wire, DatabaseSession session, MySqlGreeting greeting)
{
    private const uint WithDatabase = 0x8;
    private const byte Utf8 = 45;

    // Long passwords, protocol 4.1, transactions, salted passwords of any length, plug-ins.
    private const uint Wanted = 0x1 | 0x200 | 0x2000 | 0x8000 | 0x80000;

    private readonly string _password = session.Arguments.Password ?? "";
    private byte[] _salt = greeting.Salt;
    private string _plugin = greeting.Plugin.Length == 0 ? MySqlPasswords.Native : greeting.Plugin;

    public async Task RunAsync(CancellationToken ct)
    {
        if (session.Arguments.Tls)
            await StartTlsAsync(ct);
        session.Enter(DatabaseStage.Login);
        var proof = MySqlPasswords.Answer(_plugin, _password, _salt);
        if (proof is null)
            (_plugin, proof) = (MySqlPasswords.Native, []); // The server asks for another plug-in, by name.
        var body = Head().Text(session.Arguments.User ?? "").Byte((byte)proof.Length).Bytes(proof);
        if (session.Arguments.Database is { } database)
            body.Text(database);
        await wire.SendAsync(body.Text(_plugin), ct);
        for (var rounds = 0; rounds < 8; rounds++)
        {
            var packet = await wire.ReadAsync(ct);
            if (packet.Span[0] == 0)
                return;
            await AnswerAsync(packet, ct);
        }

        throw new DatabaseFault("the server goes on asking for authentication");
    }

    private async Task StartTlsAsync(CancellationToken ct)
    {
        session.Enter(DatabaseStage.Tls);
        if ((greeting.Capabilities & MySqlGreeting.Tls) == 0)
            throw new DatabaseFault("the server has no TLS");
        await wire.SendAsync(Head(), ct);
        await session.StartTlsAsync(ct);
    }

    private ByteWriter Head()
    {
        var flags = Wanted | (session.Arguments.Tls ? MySqlGreeting.Tls : 0) | (session.Arguments.Database is null ? 0 : WithDatabase);
        return new ByteWriter().Int32((int)flags).Int32(DatabaseSession.MaxTotal).Byte(Utf8).Bytes(new byte[23]);
    }

    private async Task AnswerAsync(ReadOnlyMemory<byte> packet, CancellationToken ct)
    {
        switch (packet.Span[0])
        {
            case 0xFE:
                await wire.SendAsync(new ByteWriter().Bytes(Switch(packet.Span[1..])), ct);
                return;
            case 1 when _plugin == MySqlPasswords.CachingSha2 && packet.Length == 2 && packet.Span[1] == 3:
                return; // The server remembers this password; its OK comes next.
            case 1 when _plugin == MySqlPasswords.CachingSha2 && packet.Length == 2 && packet.Span[1] == 4:
                // Over TLS the password itself, otherwise for the server's key, which has to be asked for.
                await wire.SendAsync(session.Arguments.Tls ? new ByteWriter().Bytes(MySqlPasswords.InClear(_password)) : new ByteWriter().Byte(2), ct);
                return;
            case 1 when _plugin == MySqlPasswords.CachingSha2 && !session.Arguments.Tls && packet.Length > 2:
                var key = Encoding.ASCII.GetString(packet.Span[1..]);
                await wire.SendAsync(new ByteWriter().Bytes(MySqlPasswords.Encrypt(_password, _salt, key)), ct);
                return;
            default:
                throw new DatabaseFault("the server's answer to the login is none that MySQL has");
        }
    }

    private byte[] Switch(ReadOnlySpan<byte> rest)
    {
        var reader = new ByteReader(rest);
        _plugin = reader.Text();
        _salt = reader.Rest.TrimEnd((byte)0).ToArray();
        if (_plugin == "mysql_clear_password" && session.Arguments.Tls)
            return MySqlPasswords.InClear(_password);
        if (_salt.Length == 0 && _plugin is MySqlPasswords.Native or MySqlPasswords.CachingSha2)
            throw new DatabaseFault("the server asks for a password without a salt");
        // Nobody is refused whatever the answer is; MariaDB asks strangers for any plug-in, so as not to tell who exists.
        return MySqlPasswords.Answer(_plugin, _password, _salt) ?? (session.Arguments.User is null ? Array.Empty<byte>() : null)
            ?? throw new DatabaseFault($"the server asks for authentication by '{_plugin}', which this agent does not speak{(session.Arguments.Tls ? "" : " without TLS")}");
    }
}
