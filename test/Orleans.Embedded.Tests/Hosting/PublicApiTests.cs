using System.Runtime.CompilerServices;

namespace Orleans.Embedded.Tests.Hosting;

public sealed class PublicApiTests
{
    // Every line of the list was compared with the API listings of Microsoft Orleans (Orleans.Embedded/README.md says
    // how). What is public and not in it was not, and may be an invention.
    [Fact]
    public void Assembly_PublicApi_IsTheCheckedInList()
    {
        var list = File.ReadAllLines(ListPath());

        var actual = PublicApi.Of(typeof(Grain).Assembly).ToArray();

        Assert.Empty(actual.Except(list));
        Assert.Empty(list.Except(actual));
    }

    [Fact]
    public void Assembly_PublicTypes_UseOrleansNamespacesOnly() => Assert.All(
        typeof(Grain).Assembly.GetExportedTypes(),
        type => Assert.True(type.Namespace == "Orleans" || type.Namespace!.StartsWith("Orleans.", StringComparison.Ordinal) || type.Namespace == "Microsoft.Extensions.Hosting", type.FullName));

    private static string ListPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "Orleans.Embedded", "PublicApi.txt");
}
