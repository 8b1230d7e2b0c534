namespace Keeper.Repository.Tests.Contracts.Planted;

/// <summary>
/// Every rule finds the fault that it is for, and nothing else, in <see cref="PlantedFaults"/>. Not in the Orleans form:
/// its compiler extension would not let the faults pass.
/// </summary>
public sealed class PlantedFaultTests
{
    private static readonly Type[] Planted = [.. typeof(PlantedFaults).GetNestedTypes(), typeof(PlantedFaults)];

    [Theory]
    [InlineData("members are numbered, each with a number of its own", "Numbers: A, _b without [Id]", "Numbers: C, D share [Id(1)]")]
    [InlineData("types have names of their own", "INameless, Nameless without [Alias]", "OtherTwin, Twin share [Alias(\"twin\")]")]
    [InlineData("methods have names of their own", "IMethods.NamelessAsync without [Alias]", "IMethods.OneAsync, IMethods.TwoAsync share [Alias(\"same\")]")]
    [InlineData("what a base type holds is sent", "Derived: Base without [GenerateSerializer]")]
    [InlineData("members can be sent", "Contents.Thing: Keeper.Repository.Tests.Contracts.Planted.PlantedFaults+IThing", "Contents.Anything: System.Object", "Contents.Callback: System.Action", "Contents.Shared: System.Collections.Generic.List`1[System.Int32]", "Contents.Bytes: System.Byte[]", "Contents.Plain: Keeper.Repository.Tests.Contracts.Planted.PlantedFaults+Plain")]
    [InlineData("arguments and results can be sent", "ICrossing.TakeAsync: System.IO.Stream", "ICrossing.TakeAsync: System.Collections.Generic.List`1[System.String]", "ICrossing.GiveAsync: Keeper.Repository.Tests.Contracts.Planted.PlantedFaults+Plain")]
    [InlineData("methods are awaited", "IWaiting.Now: System.Int32", "IWaiting.EachAsync: System.Collections.Generic.IAsyncEnumerable`1[System.Int32]")]
    [InlineData("grain interfaces have a version", "IUnversioned without [Version]", "IVersionZero without [Version]")]
    [InlineData("records stay as they were sent", "Changeable.Property can be set", "Changeable.Field can be set")]
    [InlineData("stored state has members that can be read back", "StateGrain: Plain without [GenerateSerializer]", "StateGrain: IThing without [GenerateSerializer]", "StateGrain: State.Items is an interface, IReadOnlyList`1")]
    [InlineData("nothing static can be changed", "PlantedFaults.Counter: Int32", "PlantedFaults.Mates: ConcurrentDictionary`2", "PlantedFaults.<Latest>k__BackingField: String")]
    public void Rule_PlantedFaults_AreAllThatItReports(string rule, params string[] faults) =>
        Assert.Equal(faults.Order(StringComparer.Ordinal), ContractRules.All[rule](Planted).Order(StringComparer.Ordinal));

    [Fact]
    public void Rules_EachOfThem_HasAPlantedFault() => Assert.All(ContractRules.All, rule => Assert.NotEmpty(rule.Value(Planted)));
}
