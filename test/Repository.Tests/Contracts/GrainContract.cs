using System.Reflection;
using Keeper.Grains;
using Keeper.Grains.Tasks;
using Orleans.Runtime;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>What crosses grain calls, by reflection: the same under either grain runtime.</summary>
internal static class GrainContract
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every type that somebody wrote beside or into the grains.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. new[] { typeof(ITaskGrain).Assembly, typeof(GrainServices).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => !IsGenerated(t)),
    ];

    public static IReadOnlyList<Type> Interfaces { get; } = [.. Types.Where(IsGrainInterface)];

    public static IReadOnlyList<Type> Records { get; } = [.. Types.Where(IsSerializable)];

    public static bool IsGrainInterface(Type type) => type.IsInterface && type.IsAssignableTo(typeof(IAddressable));

    public static bool IsSerializable(Type type) => Has(type, "GenerateSerializerAttribute");

    /// <summary>What a type itself holds: its fields, by the properties that they are behind, if they are.</summary>
    public static IEnumerable<ContractMember> Members(Type record) =>
        from field in record.GetFields(Own)
        where !field.IsDefined(typeof(NonSerializedAttribute))
        let property = field.Name.StartsWith('<') ? record.GetProperty(field.Name[1..field.Name.IndexOf('>')], Own) : null
        select new ContractMember((MemberInfo?)property ?? field, field.FieldType);

    /// <summary>The single argument of an attribute; <see langword="null"/> without it.</summary>
    public static object? Argument(MemberInfo member, string attribute) => member.GetCustomAttributesData()
        .FirstOrDefault(a => a.AttributeType.Name == attribute)?.ConstructorArguments is [var only] ? only.Value : null;

    private static bool IsGenerated(Type type) =>
        Has(type, "CompilerGeneratedAttribute") || Has(type, "GeneratedCodeAttribute") || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static bool Has(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Any(a => a.AttributeType.Name == attribute);
}
