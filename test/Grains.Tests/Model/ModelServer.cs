using Keeper.Testing;

namespace Keeper.Grains.Tests.Model;

/// <summary>The PostgreSQL server of the model's runs, where the machine has one.</summary>
public sealed class ModelServer : IAsyncLifetime
{
    private PostgreSqlProcess? _server;

    public async Task InitializeAsync()
    {
        if (ProgramPath.Missing(PostgreSqlProcess.Programs) is null)
            _server = await PostgreSqlProcess.CreateAsync(); // Otherwise its tests are skipped.
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Makes an empty database.</summary>
    public Task<string> NewDatabaseAsync() => _server?.NewDatabaseAsync() ?? throw new InvalidOperationException("There is no server on this machine.");
}

/// <summary>A test that needs it; skipped, and saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    public PostgreSqlTheoryAttribute() => Skip = ProgramPath.Missing(PostgreSqlProcess.Programs);
}
