using System.Data.Common;
using Keeper.Testing;
using Microsoft.Data.Sqlite;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>What a server of this form of the grain runtime leaves behind: a data folder. It may outlive several servers.</summary>
internal sealed class ServerState : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ServerState()
    {
    }

    private string DataPath => _folder.Combine("data");

    /// <summary>The command line that puts a server on it.</summary>
    public IReadOnlyList<string> Settings => ["--data", DataPath];

    public static Task<ServerState> CreateAsync() => Task.FromResult(new ServerState());

    /// <summary>Services that differ in this form: none.</summary>
    public static void Configure(IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);

    /// <summary>A connection to the database that knows nothing of the product.</summary>
    public DbConnection Connect() => new SqliteConnection($"Data Source={Path.Combine(DataPath, "keeper.db")};Mode=ReadWrite;Pooling=False");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
