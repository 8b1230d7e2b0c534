using Keeper.Storage.Sql;

namespace Keeper.Storage.Vpcs;

internal sealed class SqlVpcStore(ISqlDatabase database) : IVpcStore
{
    private const string Select = "SELECT name, description, labels, created_at FROM vpcs";

    private static readonly SqlCommandText PutText = new(
        """
        INSERT INTO vpcs (name, description, labels, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET description = excluded.description, labels = excluded.labels
        """);

    private static readonly SqlCommandText AddTokenText = new(
        """
        INSERT INTO enrollment_tokens (id, vpc, agent_id, secret_hash, expires_at, max_uses, uses)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """);

    private static readonly SqlCommandText UseTokenText = new(
        """
        UPDATE enrollment_tokens SET uses = uses + 1
        WHERE id = $1 AND vpc = $2 AND secret_hash = $3 AND expires_at > $4 AND uses < max_uses
        """);

    private static readonly SqlCommandText ReturnUseText = new(
        "UPDATE enrollment_tokens SET uses = uses - 1 WHERE id = $1 AND uses > 0");

    public async Task<VpcRow> PutAsync(VpcRow row, CancellationToken cancellation = default)
    {
        await database.MakeAsync(PutText.With(row.Name, row.Description, row.Labels, row.CreatedAt), cancellation);
        return (await FindAsync(row.Name, cancellation))!; // No VPC is ever removed.
    }

    public Task<VpcRow?> FindAsync(string name, CancellationToken cancellation = default) =>
        database.FirstAsync<VpcRow>($"{Select} WHERE name = @name", new { name }, cancellation);

    public async Task<Page<VpcRow>> ListAsync(int limit, string? cursor, CancellationToken cancellation = default)
    {
        var take = Paging.Take(limit);
        var after = cursor ?? "";
        var rows = await database.QueryAsync<VpcRow>(
            $"{Select} WHERE name > @after ORDER BY name LIMIT @take", new { after, take }, cancellation);
        return Paging.Page(rows, limit, row => row.Name);
    }

    public Task AddTokenAsync(EnrollmentTokenRow token, CancellationToken cancellation = default) => database.MakeAsync(
        AddTokenText.With(
            token.Id, token.Vpc, token.AgentId, token.SecretHash, token.ExpiresAt, token.MaxUses, token.Uses),
        cancellation);

    // The condition and the count are one statement: two uses at the same moment can't both be the last.
    public async Task<EnrollmentTokenRow?> UseTokenAsync(
        string vpc, string tokenId, string secretHash, DateTimeOffset now, CancellationToken cancellation = default) =>
        await database.MakeAsync(UseTokenText.With(tokenId, vpc, secretHash, now), cancellation)
            ? await FindTokenAsync(tokenId, cancellation)
            : null;

    public Task ReturnTokenUseAsync(string tokenId, CancellationToken cancellation = default) =>
        database.MakeAsync(ReturnUseText.With(tokenId), cancellation);

    private Task<EnrollmentTokenRow?> FindTokenAsync(string id, CancellationToken cancellation) =>
        database.FirstAsync<EnrollmentTokenRow>(
            "SELECT id, vpc, agent_id, secret_hash, expires_at, max_uses, uses FROM enrollment_tokens WHERE id = @id",
            new { id },
            cancellation);
}
