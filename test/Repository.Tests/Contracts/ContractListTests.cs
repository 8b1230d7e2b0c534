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

    [Fact]
    public void Records_OfTheContract_CannotBeChangedByWhoeverReceivesThem() => Faults.None(
        from record in GrainContract.Records
        from member in GrainContract.Members(record)
        where member.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit")
        select $"{record.Name}.{member.Name} can be set");

    // In one process a call hands over the object itself; in a cluster nobody but the sender would see a shared one.
    [Fact]
    public void StaticFields_OfTheContract_CannotBeChanged() => Faults.None(
        from type in GrainContract.Records.Concat(GrainContract.Interfaces)
        from field in type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
        where !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith('<')
        select $"{type.Name}.{field.Name}");
}
