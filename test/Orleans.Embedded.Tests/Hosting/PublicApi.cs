using System.Reflection;

namespace Orleans.Embedded.Tests.Hosting;

/// <summary>Writes down what an assembly offers to others, one line each.</summary>
internal static class PublicApi
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes()
        .SelectMany(type => type.GetMembers(Own).Where(IsVisible).Select(member => $"{NameOf(type)}.{Describe(member)}").Prepend(NameOf(type)))
        .Order(StringComparer.Ordinal);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && (method.IsConstructor || !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        PropertyInfo property => property.GetAccessors(true).Any(accessor => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly),
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        _ => false,
    };

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"ctor({Parameters(constructor)})",
        MethodInfo method => $"{method.Name}{Arguments(method.GetGenericArguments())}({Parameters(method)}) : {NameOf(method.ReturnType)}",
        PropertyInfo property => $"{property.Name} {{ {(property.CanRead ? "get; " : "")}{(property.SetMethod is { IsPrivate: false, IsAssembly: false } ? "set; " : "")}}} : {NameOf(property.PropertyType)}",
        FieldInfo field => $"{field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")} : {NameOf(field.FieldType)}",
        _ => member.Name,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : "")}{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")}"));

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!);
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[]";
        if (type.IsGenericParameter)
            return type.Name;

        var name = type.FullName ?? $"{type.Namespace}.{type.Name}";
        var tick = name.IndexOf('`');
        return (tick < 0 ? name : name[..tick]).Replace('+', '.') + Arguments(type.GetGenericArguments());
    }

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(NameOf))}>";
}
