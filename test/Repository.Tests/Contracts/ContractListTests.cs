using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Contracts;

public sealed class ContractListTests
{
    private const string ListPath = "Grains.Interfaces/Contracts.txt";

    // A number or a name that changes breaks a cluster while it is upgraded: it must show in a review. Lines may be added;
    // those that are there stay as they are once a version has been released.
    [Fact]
    public void Contract_OfTheTree_IsTheCheckedInList()
    {
        var listed = RepositoryTree.Read(ListPath).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Faults.None(ContractList.Lines.Except(listed, StringComparer.Ordinal).Select(line => $"not in {ListPath}: {line}")
            .Concat(listed.Except(ContractList.Lines, StringComparer.Ordinal).Select(line => $"only in {ListPath}: {line}")));
    }
}
