namespace Orleans.CodeGeneration;

/// <summary>
/// The version of a grain interface, by which a cluster that is being upgraded tells who can take a call. In one process
/// there is one version only, and nothing looks at it.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class VersionAttribute(ushort version) : Attribute
{
    /// <summary>The version.</summary>
    public ushort Version { get; } = version;
}
