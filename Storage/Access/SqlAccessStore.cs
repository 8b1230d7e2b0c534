using System.Globalization;
using Keeper.Storage.Sql;

namespace Keeper.Storage.Access;

internal sealed class SqlAccessStore(ISqlDatabase database) : IAccessStore
{
    private static readonly SqlCommandText PutKeyText = new(
        """
        INSERT INTO api_keys (name, hash, role, created_at, place) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (name, place) DO UPDATE SET hash = excluded.hash, role = excluded.role
        """);

    private static readonly SqlCommandText AddSignInText = new(
        "INSERT INTO sign_ins (code_hash, key_name, expires_at) VALUES ($1, $2, $3)");

    private static readonly SqlCommandText UseSignInText = new(
        "DELETE FROM sign_ins WHERE code_hash = $1 AND expires_at > $2");

    private static readonly SqlCommandText DropSignInsText = new("DELETE FROM sign_ins WHERE expires_at <= $1");

    private static readonly SqlCommandText AuditText = new(
        "INSERT INTO audit (at, principal, action, target, detail) VALUES ($1, $2, $3, $4, $5)");

    private static readonly SqlCommandText PruneAuditText = new(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 ORDER BY at LIMIT $2)");

    public Task PutKeyAsync(ApiKeyRow key, CancellationToken cancellation = default) =>
        database.MakeAsync(PutKeyText.With(key.Name, key.Hash, key.Role, key.CreatedAt, key.Place), cancellation);

    public Task<ApiKeyRow?> FindKeyAsync(string hash, CancellationToken cancellation = default) =>
        FindAsync("hash = @hash", new { hash }, cancellation);

    public Task<ApiKeyRow?> FindKeyByNameAsync(string name, CancellationToken cancellation = default) =>
        FindAsync("name = @name", new { name }, cancellation);

    public Task AddSignInAsync(
        string codeHash, string keyName, DateTimeOffset expiresAt, CancellationToken cancellation = default) =>
        database.MakeAsync(AddSignInText.With(codeHash, keyName, expiresAt), cancellation);

    // Read first, then removed under a condition: of two who present one code at a time, one removes it.
    public async Task<string?> UseSignInAsync(string codeHash, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var name = await database.FirstAsync<string>(
            "SELECT key_name FROM sign_ins WHERE code_hash = @codeHash", new { codeHash }, cancellation);
        var rows = await database.WriteAsync(
            SqlUnit.Independent([UseSignInText.With(codeHash, now), DropSignInsText.With(now)]), cancellation);
        return rows[0] > 0 ? name : null;
    }

    public Task AuditAsync(AuditRow row, CancellationToken cancellation = default) =>
        database.MakeAsync(AuditText.With(row.At, row.Principal, row.Action, row.Target, row.Detail), cancellation);

    public async Task<Page<AuditRow>> ListAuditAsync(int limit, string? cursor, CancellationToken cancellation = default)
    {
        var take = Paging.Take(limit);
        var before = long.TryParse(cursor, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;
        var entries = await database.QueryAsync<Entry>(
            "SELECT id, at, principal, action, target, detail FROM audit WHERE id < @before ORDER BY id DESC LIMIT @take",
            new { before, take },
            cancellation);
        var page = Paging.Page(entries, limit, entry => entry.Id.ToString(CultureInfo.InvariantCulture));
        return new Page<AuditRow>(
            [.. page.Items.Select(e => new AuditRow(e.At, e.Principal, e.Action, e.Target, e.Detail))], page.Next);
    }

    public async Task<int> PruneAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default) =>
        (await database.WriteAsync(SqlUnit.Single(PruneAuditText.With(before, limit)), cancellation))[0];

    private async Task<ApiKeyRow?> FindAsync(string condition, object parameters, CancellationToken cancellation)
    {
        var key = await database.FirstAsync<Key>(
            $"SELECT name, hash, role, created_at, place FROM api_keys WHERE {condition} ORDER BY created_at LIMIT 1", parameters, cancellation);
        return key is null ? null : new ApiKeyRow(key.Name, key.Hash, key.Role, key.CreatedAt, key.Place);
    }

    // What the database hands out, where a number's width differs between databases.
    private sealed class Key
    {
        public required string Name { get; init; }

        public required string Hash { get; init; }

        public int Role { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public required string Place { get; init; }
    }

    private sealed class Entry
    {
        public long Id { get; init; }

        public DateTimeOffset At { get; init; }

        public required string Principal { get; init; }

        public required string Action { get; init; }

        public required string Target { get; init; }

        public required string Detail { get; init; }
    }
}
