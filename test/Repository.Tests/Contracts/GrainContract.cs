using System.Reflection;
using Keeper.Grains.Tasks;
using Orleans.Runtime;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>What crosses grain calls, by reflection: the same under either grain runtime.</summary>
internal static class GrainContract
{
    private static readonly Assembly Assembly = typeof(ITaskGrain).Assembly;

    public static IReadOnlyList<Type> Interfaces { get; } =
        [.. Assembly.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IAddressable)))];

    public static IReadOnlyList<Type> Records { get; } = [.. Assembly.GetTypes().Where(IsSerializable)];

    public static bool IsSerializable(Type type) => Has(type, "GenerateSerializerAttribute");

    /// <summary>Properties that hold state: those with a field behind them.</summary>
    public static IEnumerable<PropertyInfo> Members(Type record) => record
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(p => record.GetField($"<{p.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    /// <summary>The single argument of an attribute; <see langword="null"/> without it.</summary>
    public static object? Argument(MemberInfo member, string attribute) => member.GetCustomAttributesData()
        .FirstOrDefault(a => a.AttributeType.Name == attribute)?.ConstructorArguments is [var only] ? only.Value : null;

    private static bool Has(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Any(a => a.AttributeType.Name == attribute);
}
