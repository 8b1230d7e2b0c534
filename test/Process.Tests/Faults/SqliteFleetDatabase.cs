using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Keeper.Process.Tests.Faults;

/// <summary>SQLite in the silo's folder.</summary>
internal sealed class SqliteFleetDatabase : IFleetDatabase
{
    public IReadOnlyList<string> SiloArguments => [];

    public IFleetServer? Server => null;

    public DbConnection Connect(string siloData) => new SqliteConnection(new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(siloData, "keeper.db"),
        Mode = SqliteOpenMode.ReadWrite, // after a kill the log has to be read back in
        Pooling = false,
    }.ToString());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
