namespace Keeper.Dashboard.Kinds.Model;

/// <summary>What is wrong with a form, by the path of the field.</summary>
public sealed class FormFaults(IReadOnlyDictionary<string, string[]> byPath)
{
    public static FormFaults None { get; } = new(new Dictionary<string, string[]>(StringComparer.Ordinal));

    public IReadOnlyList<(string Path, string Message)> All { get; } = [.. byPath.SelectMany(f => f.Value.Select(m => (f.Key, m)))];

    public bool Has(string path) => byPath.ContainsKey(path);

    /// <summary>The faults of a field, and with <paramref name="deep"/> those of everything inside it.</summary>
    public IEnumerable<(string Path, string Message)> At(string path, bool deep = false) =>
        All.Where(f => f.Path == path || (deep && IsInside(f.Path, path)));

    public static bool IsInside(string inner, string outer) =>
        inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] is '.' or '[';
}
