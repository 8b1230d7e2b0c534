using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>The grains of the tree keep every rule of <see cref="ContractRules"/>.</summary>
public sealed class GrainContractTests
{
    public static TheoryData<string> Rules => [.. ContractRules.All.Keys];

    [Fact]
    public void Contract_OfTheTree_IsNotEmpty()
    {
        Assert.NotEmpty(GrainContract.Interfaces);
        Assert.NotEmpty(GrainContract.Records);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Contract_EachRule_Holds(string rule) => Faults.None(ContractRules.All[rule](GrainContract.Types));
}
