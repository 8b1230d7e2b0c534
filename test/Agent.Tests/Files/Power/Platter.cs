namespace Keeper.Agent.Tests.Files.Power;

/// <summary>
/// What is on the platter: everything that was synced, and of the rest nothing, or each change by chance, a write perhaps only
/// its beginning. Names survive in order, as in a file system's journal; a name may survive without its file's content.
/// </summary>
internal sealed class Platter
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<DiskStep> _pendingNames = [];
    private readonly Dictionary<int, byte[]> _files = [];
    private readonly Dictionary<int, List<DiskStep>> _pending = [];

    /// <summary>Writes what is found into a folder.</summary>
    /// <param name="steps">What the program had done when the power failed.</param>
    /// <param name="chance">Decides what survives unsynced; nothing does when <see langword="null"/>.</param>
    /// <param name="folder">An empty folder.</param>
    public static void Restore(IEnumerable<DiskStep> steps, Random? chance, string folder)
    {
        var platter = new Platter();
        foreach (var step in steps)
            platter.Take(step);
        if (chance is not null)
            platter.SurviveByChance(chance);
        foreach (var (name, file) in platter._names)
            File.WriteAllBytes(Path.Combine(folder, name), platter._files.GetValueOrDefault(file, []));
    }

    private void Take(DiskStep step)
    {
        switch (step)
        {
            case DiskStep.Named or DiskStep.Renamed:
                _pendingNames.Add(step);
                break;
            case DiskStep.FolderSynced:
                _pendingNames.ForEach(ApplyName);
                _pendingNames.Clear();
                break;
            case DiskStep.Synced(var file):
                Pending(file).ForEach(s => Apply(s, int.MaxValue));
                Pending(file).Clear();
                break;
            case DiskStep.Written(var file, _, _):
                Pending(file).Add(step);
                break;
            case DiskStep.Resized(var file, _):
                Pending(file).Add(step);
                break;
        }
    }

    private void SurviveByChance(Random chance)
    {
        foreach (var step in _pendingNames.Take(chance.Next(_pendingNames.Count + 1)))
            ApplyName(step);
        foreach (var step in _pending.Values.SelectMany(p => p).Where(_ => chance.Next(3) > 0))
            Apply(step, chance.Next(2) == 0 ? int.MaxValue : chance.Next((step as DiskStep.Written)?.Bytes.Length + 1 ?? 1));
    }

    private List<DiskStep> Pending(int file) => _pending.TryGetValue(file, out var steps) ? steps : _pending[file] = [];

    private void ApplyName(DiskStep step)
    {
        if (step is DiskStep.Named(var path, var file))
            _names[path] = file;
        else if (step is DiskStep.Renamed(var from, var to) && _names.Remove(from, out var moved))
            _names[to] = moved;
    }

    private void Apply(DiskStep step, int most)
    {
        if (step is DiskStep.Resized(var resized, var length))
        {
            var bytes = _files.GetValueOrDefault(resized, []);
            Array.Resize(ref bytes, length);
            _files[resized] = bytes;
        }
        else if (step is DiskStep.Written(var file, var offset, var written))
        {
            var bytes = _files.GetValueOrDefault(file, []);
            var count = Math.Min(most, written.Length);
            if (bytes.Length < offset + count)
                Array.Resize(ref bytes, offset + count);
            written.AsSpan(0, count).CopyTo(bytes.AsSpan(offset));
            _files[file] = bytes;
        }
    }
}
