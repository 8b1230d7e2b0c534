using System.Globalization;
using System.Security.Authentication;
using System.Text;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>
/// SQL Server, TDS 7.4 ([MS-TDS]): pre-login, TLS for the login at least, login, one batch. It has no transaction that can't
/// write; a query runs in one that is never committed.
/// </summary>
internal sealed class SqlServerEngine : IDatabaseEngine
{
    private const string AskRole = "SELECT CASE WHEN DATABASEPROPERTYEX(DB_NAME(), 'Updateability') = 'READ_WRITE' THEN 'primary' ELSE 'replica' END";

    public string Name => "SQL Server";

    public async Task<DatabaseAnswer> AskAsync(DatabaseSession session, CancellationToken ct)
    {
        var arguments = session.Arguments;
        var wire = new TdsWire(session);
        session.Enter(DatabaseStage.Handshake);
        await wire.SendAsync(TdsWire.PreLogin, PreLogin.Request(arguments.Tls ? PreLogin.Everything : PreLogin.LoginOnly), ct);
        var server = PreLogin.Read(await WholeAsync(wire, ct));
        session.Pass($"SQL Server {server.Version}");
        if (arguments.User is null && !arguments.Tls)
            return Alive(server);
        if (server.Encryption == PreLogin.NotSupported || (arguments.Tls && server.Encryption == PreLogin.LoginOnly))
            throw new DatabaseFault("the server does not encrypt, and no login goes out in clear text");
        var carrier = default(TdsHandshakeStream);
        // SQL Server ends such a handshake at TLS 1.2; 1.3 it has only where TLS comes before everything else (TDS 8).
        await session.StartTlsAsync(inner => carrier = new TdsHandshakeStream(inner), anyCertificate: arguments.Insecure || !arguments.Tls, SslProtocols.Tls12, ct);
        carrier!.IsPlain = true;
        if (arguments.User is null)
            return Alive(server);
        session.Enter(DatabaseStage.Login);
        await wire.SendAsync(TdsWire.Login, Login7.Write(arguments.Host, arguments.User, arguments.Password ?? "", arguments.Database), ct);
        if (server.Encryption == PreLogin.LoginOnly)
            session.StopTls();
        var login = new TdsAnswer(wire);
        await login.ReadAsync(ct);
        if (login.Server is null)
            throw new DatabaseFault("the server neither takes nor refuses the login");
        session.Pass($"as '{arguments.User}'");
        session.Enter(DatabaseStage.Query);
        var role = arguments.Expect.Role is null ? null : (await BatchAsync(wire, AskRole, ct)).Value;
        if (arguments.Query is not null)
            await BatchAsync(wire, string.Create(CultureInfo.InvariantCulture, $"SET IMPLICIT_TRANSACTIONS ON; SET LOCK_TIMEOUT {arguments.TimeoutMs}"), ct);
        var start = session.Now();
        var answer = await BatchAsync(wire, arguments.Query ?? "SELECT 1", ct);
        var ms = session.MsSince(start);
        session.Pass($"in {ms} ms");
        return new DatabaseAnswer { Server = login.Server, Role = role, Query = arguments.Query is null ? null : answer, QueryMs = ms };
    }

    private static DatabaseAnswer Alive(PreLogin server) =>
        new() { Server = $"SQL Server {server.Version}", NoLogin = "it answers the pre-login, and no login was given" };

    private static async Task<byte[]> WholeAsync(TdsWire wire, CancellationToken ct)
    {
        var message = new ByteWriter();
        while (!await wire.IsEndAsync(ct))
        {
            message.Byte(await wire.ByteAsync(ct));
            if (message.Length > 1024)
                throw new DatabaseFault("the server's pre-login is longer than any");
        }

        return message.Written.ToArray();
    }

    private static async Task<QueryAnswer> BatchAsync(TdsWire wire, string text, CancellationToken ct)
    {
        // Headers, of which the transaction's is demanded ([MS-TDS] 2.2.5.3.2): no transaction, one request.
        var batch = new ByteWriter().Int32(22).Int32(18).UInt16(2).Bytes(new byte[8]).Int32(1).Bytes(Encoding.Unicode.GetBytes(text));
        await wire.SendAsync(TdsWire.Batch, batch.Written, ct);
        var answer = new TdsAnswer(wire);
        await answer.ReadAsync(ct);
        return new QueryAnswer(answer.Rows, answer.Value);
    }
}
