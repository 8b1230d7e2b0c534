using System.Reflection;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>
/// The contract as text, one line each: what two silos of different versions, and what is stored, must agree on. A line is
/// made of the names and numbers that travel; C# names stand beside them only to be found by.
/// </summary>
internal static class ContractList
{
    public static IReadOnlyList<string> Lines { get; } =
    [
        .. GrainContract.Records.SelectMany(Record)
            .Concat(GrainContract.Interfaces.SelectMany(Interface))
            .Concat(Enums().SelectMany(Enum))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The enums that members and signatures name, wherever they are declared.</summary>
    private static IEnumerable<Type> Enums() => GrainContract.Records.SelectMany(GrainContract.Members).Select(m => m.Type)
        .Concat(GrainContract.Interfaces.SelectMany(i => i.GetMethods()).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
        .SelectMany(Parts).Where(t => t.IsEnum).Distinct();

    private static IEnumerable<Type> Parts(Type type) => type.IsArray
        ? Parts(type.GetElementType()!)
        : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    private static IEnumerable<string> Record(Type record) => GrainContract.Members(record)
        .Select(m => $"{Alias(record)}[{m.Id}] {m.Name} : {NameOf(m.Type)}")
        .Prepend($"{Alias(record)} = {record.FullName}");

    private static IEnumerable<string> Interface(Type type) => type.GetMethods()
        .Select(m => $"{Alias(type)}.{Alias(m)}({string.Join(", ", m.GetParameters().Select(p => NameOf(p.ParameterType)))}) : {NameOf(m.ReturnType)}{Manner(m)}")
        .Prepend($"{Alias(type)} = {type.FullName} : {string.Join(", ", type.GetInterfaces().Select(i => i.Name).Order(StringComparer.Ordinal))}{Version(type)}");

    private static string Version(Type type) => GrainContract.Argument(type, "VersionAttribute") is { } version ? $", version {version}" : "";

    private static IEnumerable<string> Enum(Type type) => System.Enum.GetNames(type)
        .Select(name => $"enum {type.FullName}.{name} = {Convert.ToInt64(System.Enum.Parse(type, name), null)}");

    private static string Manner(MethodInfo method) => string.Concat(method.GetCustomAttributesData()
        .Select(a => a.AttributeType.Name.Replace("Attribute", "", StringComparison.Ordinal))
        .Where(name => name is "OneWay" or "AlwaysInterleave" or "ReadOnly").Order(StringComparer.Ordinal).Select(name => $" [{name}]"));

    private static object? Alias(MemberInfo member) => GrainContract.Argument(member, "AliasAttribute");

    private static string NameOf(Type type) => type.IsArray ? $"{NameOf(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : (Alias(type) as string) ?? type.FullName!;
}
