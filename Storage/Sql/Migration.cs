using System.Globalization;
using System.Reflection;

namespace Keeper.Storage.Sql;

/// <summary>One step of the schema: an embedded file <c>Migrations/(dialect)/(number)-(name).sql</c>.</summary>
internal sealed record Migration(int Number, string Name, string Script)
{
    /// <summary>Every migration of a dialect, in order.</summary>
    public static IReadOnlyList<Migration> Of(SqlDialect dialect)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = dialect.Migrations + "/";
        return [.. assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Load(assembly, name, name[prefix.Length..]))
            .OrderBy(migration => migration.Number)];
    }

    private static Migration Load(Assembly assembly, string resource, string file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var number = int.Parse(file.AsSpan(0, file.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return new Migration(number, file, reader.ReadToEnd());
    }
}
