using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Embedded.Tests.Hosting;

/// <summary>The names of the grain runtime that an assembly uses, as its metadata records them.</summary>
internal static class UsedNames
{
    public static IReadOnlySet<string> Of(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences.Where(t => IsOfTheRuntime(metadata, t)).Select(t => NameOf(metadata, t));
        var members =
            from handle in metadata.MemberReferences
            let member = metadata.GetMemberReference(handle)
            let type = TypeOf(metadata, member.Parent)
            where !type.IsNil && IsOfTheRuntime(metadata, type)
            select $"{NameOf(metadata, type)}.{MemberName(metadata.GetString(member.Name))}";
        return types.Concat(members).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsOfTheRuntime(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOfTheRuntime(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference =>
                metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == "Orleans.Embedded",
            _ => false,
        };
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name).Split('`')[0];
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    // A member of a generic type names its construction, whose signature begins: GENERICINST, class or struct, the type.
    private static TypeReferenceHandle TypeOf(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return default;
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return default;
        signature.ReadByte();
        var generic = signature.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)generic : default;
    }

    private static string MemberName(string name) =>
        name == ".ctor" ? "ctor" : name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name;
}
