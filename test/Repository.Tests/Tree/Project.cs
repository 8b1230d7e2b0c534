using System.Xml.Linq;

namespace Keeper.Repository.Tests.Tree;

/// <summary>A project file.</summary>
internal sealed class Project
{
    public Project(string path)
    {
        Path = path;
        Xml = XDocument.Parse(RepositoryTree.Read(path));
    }

    /// <summary>Relative to the root.</summary>
    public string Path { get; }

    public XDocument Xml { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsProduct => !Path.StartsWith("test/", StringComparison.Ordinal) && !Path.StartsWith("bench/", StringComparison.Ordinal);

    /// <summary>Names of the projects it references; importing GrainRuntime.props counts as the embedded grain runtime.</summary>
    public IEnumerable<string> References =>
        Items("ProjectReference").Select(i => System.IO.Path.GetFileNameWithoutExtension(i.Replace('\\', '/')))
            .Concat(ImportsGrainRuntime ? ["Orleans.Embedded"] : []);

    public IEnumerable<string> Packages => Items("PackageReference");

    private bool ImportsGrainRuntime => Xml.Descendants("Import")
        .Any(i => ((string?)i.Attribute("Project"))?.EndsWith("GrainRuntime.props", StringComparison.Ordinal) == true);

    private IEnumerable<string> Items(string kind) =>
        Xml.Descendants(kind).Select(i => (string?)i.Attribute("Include")).OfType<string>();
}
