namespace Orleans.Embedded.Tests.Activations;

public sealed class InterleavingTests : ClusterTest
{
    private IDoorGrain Door => Client.GetGrain<IDoorGrain>("door");

    [Fact]
    public async Task Call_WhileAnotherWaits_Waits()
    {
        var first = Door.Enter("first");
        await Gates.ReachedAsync("first");
        var second = Door.Enter("second");
        await Door.Slip("slipped").Start(Gates, "slipped");

        Assert.False(second.IsCompleted);
        Gates.Open("first");
        await first.Within("the first");
        await Gates.ReachedAsync("second");
    }

    [Fact]
    public async Task AlwaysInterleave_WhileAnotherWaits_Runs()
    {
        var first = Door.Enter("first");
        await Gates.ReachedAsync("first");

        var slipped = Door.Slip("slipped");
        await Gates.ReachedAsync("slipped");

        Gates.Open("slipped");
        await slipped.Within("the interleaved call");
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task ReadOnly_WhileAnotherReadOnlyWaits_Runs()
    {
        var first = Door.Look("first");
        await Gates.ReachedAsync("first");

        Assert.Equal("seen", await Door.LookAt().Within("the second reader"));
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task ReadOnly_WhileAWriterWaits_Waits()
    {
        var writer = Door.Enter("writer");
        await Gates.ReachedAsync("writer");
        var reader = Door.LookAt();

        Assert.False(reader.IsCompleted);
        Gates.Open("writer");
        await writer.Within("the writer");
        Assert.Equal("seen", await reader.Within("the reader"));
    }

    [Fact]
    public async Task ReadOnly_BehindAQueuedWriter_DoesNotOvertakeIt()
    {
        var first = Door.Look("first");
        await Gates.ReachedAsync("first");
        var writer = Door.Enter("writer");
        var reader = Door.LookAt();

        Assert.False(reader.IsCompleted);
        Gates.Open("first");
        await Gates.ReachedAsync("writer");
        Assert.False(reader.IsCompleted);
        Gates.Open("writer");
        await Task.WhenAll(first, writer, reader).Within("all three");
    }

    [Fact]
    public async Task Reentrant_WhileAnotherWaits_Runs()
    {
        var door = Client.GetGrain<IRevolvingDoorGrain>("door");
        _ = door.Enter("first");
        await Gates.ReachedAsync("first");

        _ = door.Enter("second");

        await Gates.ReachedAsync("second");
    }

    [Fact]
    public async Task MayInterleave_PredicateHolds_Runs()
    {
        var door = Client.GetGrain<IPickyDoorGrain>("door");
        _ = door.Enter("resident");
        await Gates.ReachedAsync("resident");

        _ = door.Enter("guest");

        await Gates.ReachedAsync("guest");
    }
}

internal static class CallExtensions
{
    /// <summary>Lets a call through its gate and awaits it.</summary>
    public static async Task Start(this Task call, Gates gates, string gate)
    {
        await gates.ReachedAsync(gate);
        gates.Open(gate);
        await call.Within(gate);
    }
}
