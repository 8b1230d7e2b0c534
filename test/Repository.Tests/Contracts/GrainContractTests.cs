using System.Collections.Immutable;
using System.Reflection;
using Keeper.Repository.Tests.Tree;
using Orleans.Runtime;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>
/// What Microsoft Orleans asks of a contract that outlives one version of the program: numbered members, stable names,
/// nothing that it cannot serialize. The embedded runtime could do without; a cluster can not.
/// </summary>
public sealed class GrainContractTests
{
    private static readonly Type[] BaseTypes =
    [
        typeof(string), typeof(DateTimeOffset), typeof(DateTime), typeof(TimeSpan), typeof(Guid), typeof(decimal), typeof(Uri),
        typeof(CancellationToken),
    ];

    private static readonly Type[] Collections =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(List<>), typeof(Dictionary<,>), typeof(ImmutableArray<>),
        typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(Nullable<>), typeof(IReadOnlyCollection<>),
    ];

    [Fact]
    public void Contract_OfTheTree_IsNotEmpty()
    {
        Assert.NotEmpty(GrainContract.Interfaces);
        Assert.NotEmpty(GrainContract.Records);
    }

    [Fact]
    public void RecordMembers_OfTheContract_AreNumberedAndUniqueInTheirType()
    {
        var faults =
            from record in GrainContract.Records
            from fault in GrainContract.Members(record)
                .GroupBy(m => GrainContract.Argument(m, "IdAttribute"))
                .Where(g => g.Key is null || g.Count() > 1)
                .Select(g => $"{record.Name}: {string.Join(", ", g.Select(m => m.Name))} {(g.Key is null ? "without [Id]" : $"share [Id({g.Key})]")}")
            select fault;

        Faults.None(faults);
    }

    [Fact]
    public void Aliases_OfTypes_AreThereAndUnique()
    {
        var types = GrainContract.Records.Concat(GrainContract.Interfaces);

        Faults.None(NamingFaults(types, t => t.Name));
    }

    [Fact]
    public void Aliases_OfMethods_AreThereAndUniqueInTheirInterface() =>
        Faults.None(GrainContract.Interfaces.SelectMany(i => NamingFaults(i.GetMethods(), m => $"{i.Name}.{m.Name}")));

    [Fact]
    public void RecordMembers_OfTheContract_CanBeSerialized()
    {
        var faults =
            from record in GrainContract.Records
            from member in GrainContract.Members(record)
            where !CanBeSerialized(member.PropertyType)
            select $"{record.Name}.{member.Name}: {member.PropertyType}";

        Faults.None(faults);
    }

    [Fact]
    public void MethodSignatures_OfTheContract_CanBeSerialized()
    {
        var faults =
            from type in GrainContract.Interfaces
            from method in type.GetMethods()
            from crossing in method.GetParameters().Select(p => p.ParameterType).Concat(Answer(method.ReturnType))
            where !CanBeSerialized(crossing)
            select $"{type.Name}.{method.Name}: {crossing}";

        Faults.None(faults);
    }

    [Fact]
    public void MethodReturnTypes_OfTheContract_CanBeAwaited() => Faults.None(
        from type in GrainContract.Interfaces
        from method in type.GetMethods()
        where !IsTask(method.ReturnType) && method.ReturnType != typeof(void)
        select $"{type.Name}.{method.Name}: {method.ReturnType}");

    private static bool CanBeSerialized(Type type) =>
        type.IsPrimitive || type.IsEnum || BaseTypes.Contains(type) || GrainContract.IsSerializable(type)
        || type.IsAssignableTo(typeof(IAddressable))
        || (type.IsArray && CanBeSerialized(type.GetElementType()!))
        || (type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments().All(CanBeSerialized));

    private static Type[] Answer(Type returned) => IsTask(returned) ? returned.GetGenericArguments() : [];

    private static bool IsTask(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private static IEnumerable<string> NamingFaults<T>(IEnumerable<T> members, Func<T, string> name)
        where T : MemberInfo =>
        members.GroupBy(m => GrainContract.Argument(m, "AliasAttribute"))
            .Where(g => g.Key is null || g.Count() > 1)
            .Select(g => $"{string.Join(", ", g.Select(name))} {(g.Key is null ? "without [Alias]" : $"share [Alias(\"{g.Key}\")]")}");
}
