using System.Reflection;
using Keeper.Repository.Tests.Tree;
using Orleans.Embedded.Tests.Hosting;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>
/// Only where the tree is built against Microsoft Orleans itself: every name that the embedded runtime offers is there, with
/// the same signature.
/// </summary>
public sealed class OrleansNamesTests
{
    private const string ListPath = "Orleans.Embedded/PublicApi.txt";

    [Fact]
    public void EmbeddedRuntime_OfTheTree_OffersNothingThatOrleansLacks()
    {
        var real = Directory.GetFiles(AppContext.BaseDirectory, "Orleans.*.dll")
            .SelectMany(path => PublicApi.Of(Assembly.LoadFrom(path))).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(real);
        Faults.None(RepositoryTree.Read(ListPath).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !real.Contains(line)).Select(line => $"not in Microsoft Orleans: {line}"));
    }
}
