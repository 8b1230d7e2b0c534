using System.Reflection;

namespace Orleans.Embedded.Activations;

/// <summary>Finds the application's grain classes: in every assembly that was loaded, or is referenced by one, and that knows this runtime.</summary>
internal static class ApplicationTypes
{
    private static readonly string RuntimeName = typeof(ApplicationTypes).Assembly.GetName().Name!;

    public static IEnumerable<Type> GrainClasses()
    {
        var seen = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var todo = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (todo.TryDequeue(out var assembly))
        {
            if (IsFramework(assembly.GetName().Name!) || !seen.TryAdd(assembly.FullName!, assembly))
                continue;
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => !IsFramework(name.Name!) && !seen.ContainsKey(name.FullName)))
            {
                if (TryLoad(name) is { } referenced)
                    todo.Enqueue(referenced);
            }
        }

        return seen.Values
            .Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == RuntimeName))
            .SelectMany(TypesOf)
            .Where(GrainTypesFilter);
    }

    private static bool GrainTypesFilter(Type type) => GrainTypes.IsGrainClass(type);

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard";

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception fault) when (fault is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null; // a reference that the application runs without
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException fault)
        {
            return fault.Types.OfType<Type>();
        }
    }
}
