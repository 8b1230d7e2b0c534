using Keeper.Storage.Sql;

namespace Keeper.Storage;

// An ETag is random, not counted: a state that was cleared and written anew never matches an ETag of its former life.
internal sealed class SqlGrainStateStore(ISqlDatabase database) : IGrainStateStore
{
    private static readonly SqlCommandText InsertText = new(
        "INSERT INTO grain_states (grain, name, etag, json) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

    private static readonly SqlCommandText UpdateText = new(
        "UPDATE grain_states SET etag = $3, json = $4 WHERE grain = $1 AND name = $2 AND etag = $5");

    private static readonly SqlCommandText DeleteText = new(
        "DELETE FROM grain_states WHERE grain = $1 AND name = $2 AND etag = $3");

    public Task<GrainStateRow?> ReadAsync(string grain, string name, CancellationToken cancellation = default) =>
        database.FirstAsync<GrainStateRow>(
            "SELECT json, etag FROM grain_states WHERE grain = @grain AND name = @name", new { grain, name }, cancellation);

    public async Task<string?> WriteAsync(
        string grain, string name, string json, string? expectedETag, CancellationToken cancellation = default)
    {
        var etag = Guid.NewGuid().ToString("N");
        var statement = expectedETag is null
            ? InsertText.With(grain, name, etag, json)
            : UpdateText.With(grain, name, etag, json, expectedETag);
        return await database.MakeAsync(statement, cancellation) ? etag : null;
    }

    public Task<bool> ClearAsync(string grain, string name, string expectedETag, CancellationToken cancellation = default) =>
        database.MakeAsync(DeleteText.With(grain, name, expectedETag), cancellation);
}
