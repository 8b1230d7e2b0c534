using System.Collections.Concurrent;
using Orleans;
using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace Keeper.Repository.Tests.Contracts.Planted;

/// <summary>One fault for each rule and each way of breaking it; right in everything else.</summary>
internal static class PlantedFaults
{
    public static readonly ConcurrentDictionary<string, object> Mates = new(StringComparer.Ordinal);
    public static int Counter = 1;

    public static string Latest { get; set; } = "";

    public interface IThing;

    [Alias("methods"), Version(1)]
    public interface IMethods : IGrainWithStringKey
    {
        Task NamelessAsync();

        [Alias("same")]
        Task OneAsync();

        [Alias("same")]
        Task TwoAsync();
    }

    [Alias("crossing"), Version(1)]
    public interface ICrossing : IGrainWithStringKey
    {
        [Alias("take")]
        Task TakeAsync(Stream stream, List<string> shared);

        [Alias("give")]
        Task<Plain> GiveAsync(string key, CancellationToken cancellation);
    }

    [Alias("waiting"), Version(1)]
    public interface IWaiting : IGrainWithStringKey
    {
        [Alias("now")]
        int Now();

        [Alias("each")]
        IAsyncEnumerable<int> EachAsync();
    }

    [Alias("unversioned")]
    public interface IUnversioned : IGrainWithStringKey;

    [Alias("zero"), Version(0)]
    public interface IVersionZero : IGrainWithStringKey;

    [Version(1)]
    public interface INameless : IGrainWithStringKey;

    public abstract record Base
    {
        [Id(0)] public string Lost { get; init; } = "";
    }

    public sealed record Plain(string Text);

    [GenerateSerializer, Alias("numbers")]
    public sealed record Numbers([property: Id(1)] string C, [property: Id(1)] string D)
    {
        private readonly string _b = "b";

        public string A { get; init; } = "";

        [Id(2)] public string B => _b;
    }

    [GenerateSerializer]
    public sealed record Nameless([property: Id(0)] string Text);

    [GenerateSerializer, Alias("twin")]
    public sealed record Twin([property: Id(0)] string Text);

    [GenerateSerializer, Alias("twin")]
    public sealed record OtherTwin([property: Id(0)] string Text);

    [GenerateSerializer, Alias("derived")]
    public sealed record Derived([property: Id(0)] string Text) : Base;

    [GenerateSerializer, Alias("contents")]
    public sealed record Contents(
        [property: Id(0)] IThing Thing,
        [property: Id(1)] object Anything,
        [property: Id(2)] Action Callback,
        [property: Id(3)] List<int> Shared,
        [property: Id(4)] byte[] Bytes,
        [property: Id(5)] IReadOnlyList<int> Fine,
        [property: Id(6)] Plain Plain);

    [GenerateSerializer, Alias("changeable")]
    public sealed class Changeable
    {
        [Id(0)] public int Field = 1;

        [Id(1)] public int Property { get; set; }
    }

    [GenerateSerializer, Alias("state")]
    public sealed record State([property: Id(0)] IReadOnlyList<int> Items);

    public sealed class StateGrain(IPersistentState<Plain> plain, IPersistentState<IThing> thing, IPersistentState<State> state) : Grain
    {
        public IEnumerable<object> All => [plain, thing, state];
    }
}
