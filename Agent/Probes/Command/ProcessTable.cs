using System.Globalization;

namespace Keeper.Agent.Probes.Command;

/// <summary>A process of this host.</summary>
internal readonly record struct ProcessEntry(int Id, int Parent, int Session, bool IsAlive);

/// <summary>The processes of this host as Linux shows them in <c>/proc</c>.</summary>
internal static class ProcessTable
{
    private const string Root = "/proc";

    public static List<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories(Root))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Parse(id, ReadOrEmpty(id, "stat")) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Whether the environment with which the process was started contains something.</summary>
    public static bool HasInEnvironment(int id, ReadOnlySpan<byte> needle) => ReadOrEmpty(id, "environ").AsSpan().IndexOf(needle) >= 0;

    /// <summary><c>id (name) state parent group session …</c>, where the name may contain anything, also blanks and brackets.</summary>
    internal static ProcessEntry? Parse(int id, ReadOnlySpan<byte> stat)
    {
        var text = System.Text.Encoding.Latin1.GetString(stat);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3 && int.TryParse(fields[1], out var parent) && int.TryParse(fields[3], out var session)
            ? new(id, parent, session, fields[0] is not ("Z" or "X")) : null;
    }

    private static byte[] ReadOrEmpty(int id, string file)
    {
        try
        {
            return File.ReadAllBytes($"{Root}/{id.ToString(CultureInfo.InvariantCulture)}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to somebody else and so is none of ours.
            return [];
        }
    }
}
