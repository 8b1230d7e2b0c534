namespace Keeper.Storage.Tests.Conformance;

/// <summary>Private grain state.</summary>
public abstract class GrainStateConformance : StoreConformance
{
    private IGrainStateStore States => Store.GrainStates;

    [StoreFact]
    public async Task Read_NeverWritten_IsNull() => Assert.Null(await States.ReadAsync("g", "s"));

    [StoreFact]
    public async Task Write_First_ReadsBackWithItsETag()
    {
        var etag = await States.WriteAsync("g", "s", "{\"a\":1}", null);

        Assert.NotNull(etag);
        Assert.Equal(new GrainStateRow("{\"a\":1}", etag), await States.ReadAsync("g", "s"));
        Assert.Null(await States.ReadAsync("g", "other"));
        Assert.Null(await States.ReadAsync("other", "s"));
    }

    [StoreFact]
    public async Task Write_WithCurrentETag_ReplacesIt()
    {
        var first = await States.WriteAsync("g", "s", "1", null);

        var second = await States.WriteAsync("g", "s", "2", first);

        Assert.NotEqual(first, second);
        Assert.Equal(new GrainStateRow("2", second!), await States.ReadAsync("g", "s"));
    }

    [StoreFact]
    public async Task Write_WithOldOrNoETag_IsRefused()
    {
        var first = await States.WriteAsync("g", "s", "1", null);
        await States.WriteAsync("g", "s", "2", first);

        Assert.Null(await States.WriteAsync("g", "s", "3", first));
        Assert.Null(await States.WriteAsync("g", "s", "3", null));
        Assert.Null(await States.WriteAsync("g", "new", "3", first));
        Assert.Equal("2", (await States.ReadAsync("g", "s"))!.Json);
    }

    [StoreFact]
    public async Task Clear_WithCurrentETag_RemovesIt()
    {
        var etag = await States.WriteAsync("g", "s", "1", null);

        Assert.False(await States.ClearAsync("g", "s", "other"));
        Assert.True(await States.ClearAsync("g", "s", etag!));
        Assert.False(await States.ClearAsync("g", "s", etag!));
        Assert.Null(await States.ReadAsync("g", "s"));
    }

    [StoreFact]
    public async Task Write_AfterClear_ETagOfTheFormerLifeIsRefused()
    {
        var former = await States.WriteAsync("g", "s", "1", null);
        await States.ClearAsync("g", "s", former!);
        await States.WriteAsync("g", "s", "2", null);

        Assert.Null(await States.WriteAsync("g", "s", "3", former));
    }
}
