using Keeper.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Keeper.Silo.Runtime;

/// <summary>
/// Says before the silo starts that Orleans' own tables are missing. Orleans' scripts make them (docs/orleans.md); its
/// providers would only say that a relation does not exist.
/// </summary>
internal sealed class OrleansTables(IOptions<StorageOptions> storage) : IHostedLifecycleService
{
    private static readonly string[] Tables = ["orleansquery", "orleansmembershiptable", "orleansstorage"];

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(storage.Value.ConnectionString!);
            await using var command = source.CreateCommand("SELECT name FROM unnest($1) AS name WHERE to_regclass(name) IS NULL");
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Tables });
            var missing = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                missing.Add(reader.GetString(0));
            if (missing.Count > 0)
                throw new StoreUnavailableException($"the database lacks Orleans' tables {string.Join(", ", missing)}; docs/orleans.md tells how to make them.");
        }
        catch (NpgsqlException e)
        {
            throw new StoreUnavailableException("PostgreSQL can't be used: " + e.Message, e);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
