using Keeper.Storage.Sql;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>What the writer promises to the feature stores: units, conditions, atomicity.</summary>
public abstract class WriterConformance : StoreConformance
{
    private static readonly SqlCommandText Insert = new(
        "INSERT INTO sign_ins (code_hash, key_name, expires_at) VALUES ($1, $2, $3)");

    private static readonly SqlCommandText Rename = new(
        "UPDATE sign_ins SET key_name = $1 WHERE code_hash = $2");

    private ISqlDatabase? _database;

    private ISqlDatabase Database => _database!;

    [StoreFact]
    public async Task Independent_OneIsRejected_TheOthersStand()
    {
        var fault = await Assert.ThrowsAsync<StoreRejectedException>(
            () => WriteAsync(SqlUnit.Independent([Add("a"), Add("a"), Add("b")])));

        Assert.Contains("Statement 1", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], await CodesAsync());
    }

    [StoreFact]
    public async Task Independent_OneAffectsNothing_AnswersEach() =>
        Assert.Equal(new[] { 1, 0, 1 }, await WriteAsync(SqlUnit.Independent([Add("a"), Rename.With("x", "nobody"), Rename.With("x", "a")])));

    [StoreFact]
    public async Task Atomic_AllAffectRows_IsDone()
    {
        Assert.Equal(new[] { 1, 1 }, await WriteAsync(SqlUnit.Atomic(Add("a"), Rename.With("x", "a"))));
        Assert.Equal(["a"], await CodesAsync());
    }

    [StoreFact]
    public async Task Atomic_OneAffectsNothing_NothingIsDone()
    {
        Assert.Equal(new[] { 0, 0, 0 }, await WriteAsync(SqlUnit.Atomic(Add("a"), Rename.With("x", "nobody"), Add("b"))));
        Assert.Empty(await CodesAsync());
    }

    [StoreFact]
    public async Task Atomic_OneIsRejected_NothingIsDone()
    {
        await WriteAsync(SqlUnit.Single(Add("a")));

        await Assert.ThrowsAsync<StoreRejectedException>(() => WriteAsync(SqlUnit.Atomic(Add("b"), Add("a"))));

        Assert.Equal(["a"], await CodesAsync());
    }

    [StoreFact]
    public async Task ManyUnitsAtOnce_SomeFailInEveryWay_EachStandsForItself()
    {
        var units = Enumerable.Range(0, 300).Select(i => (i % 3) switch
        {
            0 => SqlUnit.Single(Add($"c{i:000}")),
            1 => SqlUnit.Atomic(Add($"c{i:000}"), Rename.With("x", "nobody")),
            _ => SqlUnit.Atomic(Add($"c{i:000}"), Add($"c{i:000}")),
        });

        await Task.WhenAll(units.Select(async unit => await Record.ExceptionAsync(() => WriteAsync(unit))));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"c{i * 3:000}"), await CodesAsync());
        Assert.True(Database.Health.IsHealthy);
    }

    [StoreFact]
    public async Task Write_TooManyStatements_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => WriteAsync(SqlUnit.Independent([.. Enumerable.Repeat(Add("a"), 10_001)])));

    [StoreFact]
    public async Task Write_AfterDispose_SaysUnavailable()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteAsync(SqlUnit.Single(Add("a"))));
        await Assert.ThrowsAsync<StoreUnavailableException>(CodesAsync);
    }

    internal abstract Task<OpenStore> OpenStoreAsync();

    internal override async Task<OpenStore> OpenAsync()
    {
        var open = await OpenStoreAsync();
        _database = open.Database;
        return open;
    }

    private static SqlStatement Add(string code) => Insert.With(code, "key", 0);

    private Task<int[]> WriteAsync(SqlUnit unit) => Database.WriteAsync(unit, CancellationToken.None);

    private Task<IReadOnlyList<string>> CodesAsync() =>
        Database.QueryAsync<string>("SELECT code_hash FROM sign_ins ORDER BY code_hash", null, CancellationToken.None);
}
