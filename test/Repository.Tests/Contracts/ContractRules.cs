using System.Collections.Immutable;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>
/// What Microsoft Orleans asks of a contract that outlives one version of the program, and of grains that are not all in
/// one process. The embedded runtime could do without; a cluster can not. Each rule names what is wrong with the given types.
/// </summary>
internal static class ContractRules
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] BaseTypes =
    [
        typeof(string), typeof(DateTimeOffset), typeof(DateTime), typeof(TimeSpan), typeof(Guid), typeof(decimal), typeof(Uri),
        typeof(CancellationToken),
    ];

    // Neither arrays nor List and Dictionary: in one process, whoever changes one changes it for the other side too.
    private static readonly Type[] Collections =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(IReadOnlyCollection<>), typeof(ImmutableArray<>),
        typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(Nullable<>),
    ];

    public static IReadOnlyDictionary<string, Func<IEnumerable<Type>, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<IEnumerable<Type>, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            ["members are numbered, each with a number of its own"] = types =>
                from record in types.Where(GrainContract.IsSerializable)
                from same in GrainContract.Members(record).GroupBy(m => m.Id)
                where same.Key is null || same.Count() > 1
                select $"{record.Name}: {string.Join(", ", same.Select(m => m.Name).Order(StringComparer.Ordinal))} {(same.Key is null ? "without [Id]" : $"share [Id({same.Key})]")}",

            ["types have names of their own"] = types =>
                Unnamed(types.Where(t => GrainContract.IsSerializable(t) || GrainContract.IsGrainInterface(t)), t => t.Name),

            ["methods have names of their own"] = types =>
                types.Where(GrainContract.IsGrainInterface).SelectMany(i => Unnamed(i.GetMethods(), m => $"{i.Name}.{m.Name}")),

            ["what a base type holds is sent"] = types =>
                from record in types.Where(GrainContract.IsSerializable)
                where record.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)
                    && parent != typeof(Exception) && !GrainContract.IsSerializable(parent)
                select $"{record.Name}: {record.BaseType!.Name} without [GenerateSerializer]",

            ["members can be sent"] = types =>
                from record in types.Where(GrainContract.IsSerializable)
                from member in GrainContract.Members(record)
                where !CanBeSent(member.Type)
                select $"{record.Name}.{member.Name}: {member.Type}",

            ["arguments and results can be sent"] = types =>
                from type in types.Where(GrainContract.IsGrainInterface)
                from method in type.GetMethods()
                from crossing in method.GetParameters().Select(p => p.ParameterType).Concat(Answer(method.ReturnType))
                where !CanBeSent(crossing)
                select $"{type.Name}.{method.Name}: {crossing}",

            ["methods are awaited"] = types =>
                from type in types.Where(GrainContract.IsGrainInterface)
                from method in type.GetMethods()
                where !IsTask(method.ReturnType) && method.ReturnType != typeof(void)
                select $"{type.Name}.{method.Name}: {method.ReturnType}",

            // Otherwise an old silo takes calls that only a new one knows.
            ["grain interfaces have a version"] = types =>
                from type in types.Where(GrainContract.IsGrainInterface)
                where type.IsAssignableTo(typeof(IGrain)) && GrainContract.Argument(type, "VersionAttribute") is not (ushort and > 0)
                select $"{type.Name} without [Version]",

            ["records stay as they were sent"] = types =>
                from record in types.Where(GrainContract.IsSerializable)
                from member in GrainContract.Members(record)
                where member.CanBeSet
                select $"{record.Name}.{member.Name} can be set",

            ["stored state has members that can be read back"] = types =>
                from grain in types
                from parameter in grain.GetConstructors().SelectMany(c => c.GetParameters())
                where parameter.ParameterType is { IsGenericType: true } held && held.GetGenericTypeDefinition() == typeof(IPersistentState<>)
                let state = parameter.ParameterType.GetGenericArguments()[0]
                from fault in StateFaults(state)
                select $"{grain.Name}: {fault}",

            // Nobody but the grains of the same silo would see it.
            ["nothing static can be changed"] = types =>
                from type in types
                from field in type.GetFields(Statics)
                where !field.IsLiteral && (!field.IsInitOnly || IsChangeable(field.FieldType))
                select $"{type.Name}.{field.Name}: {field.FieldType.Name}",
        };

    private static bool CanBeSent(Type type) =>
        type.IsPrimitive || type.IsEnum || BaseTypes.Contains(type) || GrainContract.IsSerializable(type)
        || type.IsAssignableTo(typeof(IAddressable))
        || (type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments().All(CanBeSent));

    private static IEnumerable<string> StateFaults(Type state) => GrainContract.IsSerializable(state)
        ? GrainContract.Members(state).Where(m => m.Type.IsInterface).Select(m => $"{state.Name}.{m.Name} is an interface, {m.Type.Name}")
        : [$"{state.Name} without [GenerateSerializer]"];

    private static Type[] Answer(Type returned) => IsTask(returned) ? returned.GetGenericArguments() : [];

    private static bool IsTask(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private static bool IsChangeable(Type type) =>
        type.Namespace is "System.Collections" or "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Threading.Channels"
        && !type.Name.StartsWith("IReadOnly", StringComparison.Ordinal);

    private static IEnumerable<string> Unnamed<T>(IEnumerable<T> members, Func<T, string> name)
        where T : MemberInfo =>
        members.GroupBy(m => GrainContract.Argument(m, "AliasAttribute"))
            .Where(g => g.Key is null || g.Count() > 1)
            .Select(g => $"{string.Join(", ", g.Select(name).Order(StringComparer.Ordinal))} {(g.Key is null ? "without [Alias]" : $"share [Alias(\"{g.Key}\")]")}");
}
