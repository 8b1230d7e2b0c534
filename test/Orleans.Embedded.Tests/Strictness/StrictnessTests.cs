using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Strictness;

public sealed record Unmarked(string Text);

[GenerateSerializer]
public sealed record Marked([property: Id(0)] string Text, [property: Id(1)] List<int> Numbers);

[GenerateSerializer]
public sealed class Forgetful
{
    [Id(0)]
    public string Kept { get; set; } = "";

    public string Lost { get; set; } = "";
}

[GenerateSerializer]
[Immutable]
public sealed class Promised
{
    [Id(0)]
    public List<int> Numbers { get; set; } = [];
}

public interface IStrictGrain : IGrainWithStringKey
{
    Task Take(object value);

    Task TakeMany(string text, Guid id, DateTimeOffset at, TimeSpan? span, byte[] bytes, ReadOnlyMemory<byte> memory, (int, string) pair, ImmutableArray<DayOfWeek> days, CancellationToken token);

    Task Change(List<int> numbers);

    Task ChangePromised(Promised promised);

    Task ChangeWrapped(Immutable<List<int>> numbers);

    Task<List<int>> Share();

    Task ChangeShared();

    Task<object> Give();

    Task TakeGrain(IStrictGrain grain);

    Task TakeMyself();
}

internal sealed class StrictGrain : Grain, IStrictGrain
{
    private readonly List<int> _shared = [1];

    public Task Take(object value) => Task.CompletedTask;

    public Task TakeMany(string text, Guid id, DateTimeOffset at, TimeSpan? span, byte[] bytes, ReadOnlyMemory<byte> memory, (int, string) pair, ImmutableArray<DayOfWeek> days, CancellationToken token) =>
        Task.CompletedTask;

    public Task Change(List<int> numbers)
    {
        numbers.Add(2);
        return Task.CompletedTask;
    }

    public Task ChangePromised(Promised promised) => Change(promised.Numbers);

    public Task ChangeWrapped(Immutable<List<int>> numbers) => Change(numbers.Value);

    public Task<List<int>> Share() => Task.FromResult(_shared);

    public Task ChangeShared() => Change(_shared);

    public Task<object> Give() => Task.FromResult<object>(new Unmarked("x"));

    public Task TakeGrain(IStrictGrain grain) => Task.CompletedTask;

    public Task TakeMyself() => GrainFactory.GetGrain<IStrictGrain>("other").TakeGrain(this);
}

public sealed class StrictnessTests : ClusterTest
{
    private IStrictGrain Strict => Client.GetGrain<IStrictGrain>("one");

    [Fact]
    public async Task Argument_WithoutGenerateSerializer_IsRefusedByName()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.Take(new Unmarked("x")));

        Assert.Contains("Unmarked has no [GenerateSerializer]", fault.Message);
        Assert.Contains("IStrictGrain.Take", fault.Message);
    }

    [Fact]
    public async Task Argument_UnmarkedInsideACollection_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.Take(new List<Unmarked> { new("x") }));

    [Fact]
    public async Task Argument_MemberWithoutId_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.Take(new Forgetful()));

        Assert.Contains("Forgetful.Lost has no [Id]", fault.Message);
    }

    [Fact]
    public async Task Argument_Marked_IsTaken() => await Strict.Take(new Marked("x", [1]));

    [Fact]
    public async Task Argument_OfEveryPlainKind_IsTaken() => await Strict.TakeMany(
        "x", Guid.NewGuid(), Clock.GetUtcNow(), TimeSpan.Zero, [1], new byte[] { 2 }, (1, "x"), [DayOfWeek.Friday], CancellationToken.None);

    [Fact]
    public async Task Argument_Reference_IsTaken() => await Strict.TakeGrain(Client.GetGrain<IStrictGrain>("two"));

    [Fact]
    public async Task Argument_GrainItself_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.TakeMyself());

        Assert.Contains("AsReference", fault.Message);
    }

    [Fact]
    public async Task Argument_ChangedByTheGrain_IsFound()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.Change([1]));

        Assert.Contains("numbers", fault.Message);
        Assert.Contains("IStrictGrain.Change", fault.Message);
    }

    [Fact]
    public async Task Argument_OfImmutableType_MayBeAnything() => await Strict.ChangePromised(new Promised());

    [Fact]
    public async Task Argument_WrappedInImmutable_MayBeAnything() => await Strict.ChangeWrapped(new List<int>().AsImmutable());

    [Fact]
    public async Task Result_WithoutGenerateSerializer_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.Give());

        Assert.Contains("IStrictGrain.Give", fault.Message);
    }

    [Fact]
    public async Task Result_ChangedLaterByTheGrain_IsFoundAtTheNextCall()
    {
        await Strict.Share();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.ChangeShared());

        Assert.Contains("IStrictGrain.Share", fault.Message);
    }

    [Fact]
    public async Task Result_ChangedLaterByTheCaller_IsFoundAtTheNextCall()
    {
        (await Strict.Share()).Clear();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Strict.Take("anything"));
    }
}
