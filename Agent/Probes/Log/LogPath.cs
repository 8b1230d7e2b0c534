namespace Keeper.Agent.Probes.Log;

/// <summary>The path of a log, its file name possibly with one star, and what may lie beside it.</summary>
internal sealed class LogPath
{
    /// <summary>So many entries of a folder are looked at, and so many files of those are opened.</summary>
    private const int MaxEntries = 2_000;
    private const int MaxCandidates = 30;

    private static readonly string[] Compressed = [".gz", ".bz2", ".xz", ".zst", ".zip", ".lz4"];

    private readonly string _path;
    private readonly string _folder;
    private readonly string _name;
    private readonly bool _hasStar;

    public LogPath(string path) =>
        (_path, _folder, _name, _hasStar) = (path, Path.GetDirectoryName(path)!, Path.GetFileName(path), path.Contains('*'));

    /// <summary>As it was given.</summary>
    public string Text => _path;

    /// <summary>The path of the file that is written to now: of several, the newest. One that fits nothing stays as it is.</summary>
    public string Current => _hasStar ? Newest(Fits).FirstOrDefault() ?? _path : _path;

    /// <summary>Files that may be what the log was before, the newest first.</summary>
    public IEnumerable<string> Former(string current)
    {
        // app.log becomes app.log.1, app-20261122.log, app.1.log: what comes before star or dot stays.
        var stem = _name[..Math.Max(0, _name.IndexOfAny(['*', '.']))];
        var start = stem.Length > 0 || _hasStar ? stem : _name;
        return Newest(name => name.StartsWith(start, StringComparison.Ordinal) && !Compressed.Contains(Path.GetExtension(name), StringComparer.Ordinal))
            .Where(p => p != current).Take(MaxCandidates);
    }

    private bool Fits(string name)
    {
        var star = _name.IndexOf('*');
        return name.Length >= _name.Length - 1
            && name.StartsWith(_name[..star], StringComparison.Ordinal) && name.EndsWith(_name[(star + 1)..], StringComparison.Ordinal);
    }

    private List<string> Newest(Func<string, bool> fits)
    {
        try
        {
            return [.. new DirectoryInfo(_folder).EnumerateFiles().Take(MaxEntries).Where(f => fits(f.Name))
                .OrderByDescending(f => f.LastWriteTimeUtc).ThenByDescending(f => f.Name, StringComparer.Ordinal).Select(f => f.FullName)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening the file itself says what is wrong with its folder.
            return [];
        }
    }
}
