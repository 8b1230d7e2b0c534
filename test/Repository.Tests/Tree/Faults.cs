namespace Keeper.Repository.Tests.Tree;

internal static class Faults
{
    /// <summary>Fails with every fault, not only the first few.</summary>
    public static void None(IEnumerable<string> faults)
    {
        var all = faults.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:\n{string.Join('\n', all)}");
    }
}
