using Keeper.Storage;
using Keeper.Storage.Backup;
using Keeper.Storage.Leases;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>Where the data of a cluster is.</summary>
internal abstract class ClusterData : IAsyncDisposable
{
    public abstract StorageOptions Options { get; }

    /// <summary>Opens it as the one that may write; whoever had it open before may not any more.</summary>
    public abstract Task<Store> OpenAsync(TimeProvider clock);

    /// <summary>Replaces it by a backup while nobody has it open.</summary>
    public virtual Task RestoreAsync(Stream backup) => StoreRestore.RunAsync(Options, backup, force: true);

    public abstract ValueTask DisposeAsync();
}

/// <summary>A folder of its own.</summary>
internal sealed class SqliteData : ClusterData
{
    private readonly TemporaryFolder _folder = new();

    public override StorageOptions Options => new() { DataPath = _folder.Path };

    public override async Task<Store> OpenAsync(TimeProvider clock)
    {
        var store = new Store(Options, clock, NullLoggerFactory.Instance);
        await store.OpenAsync();
        return store;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A database of a PostgreSQL server; each opening takes the lease over and is another epoch.</summary>
/// <param name="connectionString">An empty database.</param>
internal sealed class PostgreSqlData(string connectionString) : ClusterData
{
    private PostgreSqlLease? _lease;
    private long _epoch;

    public override StorageOptions Options => OptionsOf(connectionString);

    public override async Task<Store> OpenAsync(TimeProvider clock)
    {
        if (_lease is null)
        {
            _lease = new PostgreSqlLease(Options, TimeProvider.System, NullLogger.Instance);
            await _lease.PrepareAsync(Deadline.Token());
        }
        else
        {
            await _lease.ReleaseAsync(_epoch, Deadline.Token());
        }

        var answer = await _lease.TakeAsync(new LeaseHolder("test", "http://operator", "http://gateway"), Deadline.Token());
        var epoch = answer.Epoch ?? throw new InvalidOperationException("Somebody else has the lease of this test's database.");
        // Also after a restore: what is left of an earlier term must not come to look like the present one.
        Assert.True(epoch > _epoch, $"epoch {epoch} follows epoch {_epoch}");
        _epoch = epoch;
        var term = new Term();
        term.Begin(epoch);
        var store = new Store(Options, clock, NullLoggerFactory.Instance, term);
        await store.OpenAsync();
        return store;
    }

    public override async Task RestoreAsync(Stream backup)
    {
        await _lease!.ReleaseAsync(_epoch, Deadline.Token());
        await DisposeAsync();
        _lease = null;
        await base.RestoreAsync(backup);
    }

    public override ValueTask DisposeAsync() => _lease?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static StorageOptions OptionsOf(string connectionString) =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString };
}
