using System.Xml.Linq;
using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Projects;

public sealed class PackageVersionTests
{
    [Fact]
    public void PackageReferences_OfEveryProject_LeaveTheVersionToTheCentralFile()
    {
        var own =
            from file in RepositoryTree.Files("*.csproj").Concat(RepositoryTree.Files("*.props")).Concat(RepositoryTree.Files("*.targets"))
            from reference in XDocument.Parse(RepositoryTree.Read(file)).Descendants("PackageReference")
            where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
            select $"{file}: {reference.Attribute("Include")?.Value} brings its own version";

        Faults.None(own);
    }

    [Fact]
    public void PackageReferences_OfEveryProject_HaveACentralVersion()
    {
        var central = XDocument.Parse(RepositoryTree.Read("Directory.Packages.props"))
            .Descendants("PackageVersion").Select(v => v.Attribute("Include")!.Value).ToHashSet(StringComparer.Ordinal);

        Faults.None(RepositoryTree.Projects.SelectMany(p => p.Packages).Distinct(StringComparer.Ordinal).Where(p => !central.Contains(p)));
    }
}
