using Keeper.Agent.Files;

namespace Keeper.Agent.Tests.Files.Power;

/// <summary>The machine's disk for one folder, with a record of every change, so that what a power failure leaves can be made.</summary>
internal sealed class VolatileDisk : IDisk
{
    private readonly Lock _gate = new();
    private readonly List<DiskStep> _steps = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _files;
    private int _folderSyncs;
    private int _syncs;

    /// <summary>Which calls of <see cref="SyncFolder"/> fail, counted from 1.</summary>
    public int[] FailingFolderSyncs { get; init; } = [];

    /// <summary>Which syncs of files fail, counted from 1; what was written is there all the same.</summary>
    public int[] FailingSyncs { get; init; } = [];

    public IReadOnlyList<DiskStep> Steps
    {
        get
        {
            lock (_gate)
                return [.. _steps];
        }
    }

    /// <summary>How many changes there were.</summary>
    public int Now => Steps.Count;

    public IDiskFile Open(string path)
    {
        var real = Disk.Machine.Open(path);
        return new VolatileFile(this, real, Number(path));
    }

    public IDiskFile Create(string path)
    {
        var real = Disk.Machine.Create(path);
        var number = Number(path);
        Add(new DiskStep.Resized(number, 0));
        return new VolatileFile(this, real, number);
    }

    public void Replace(string temporary, string path)
    {
        Disk.Machine.Replace(temporary, path);
        lock (_gate)
        {
            _names.Remove(Path.GetFileName(temporary), out var file);
            _names[Path.GetFileName(path)] = file;
            _steps.Add(new DiskStep.Renamed(Path.GetFileName(temporary), Path.GetFileName(path)));
        }
    }

    public void SyncFolder(string folder)
    {
        if (FailingFolderSyncs.Contains(Interlocked.Increment(ref _folderSyncs)))
            throw new IOException("the folder cannot be synced");
        Add(new DiskStep.FolderSynced());
    }

    private int Number(string path)
    {
        lock (_gate)
        {
            var name = Path.GetFileName(path);
            if (_names.TryGetValue(name, out var file))
                return file;
            _names[name] = _files;
            _steps.Add(new DiskStep.Named(name, _files));
            return _files++;
        }
    }

    private void Add(DiskStep step)
    {
        lock (_gate)
            _steps.Add(step);
    }

    private sealed class VolatileFile(VolatileDisk disk, IDiskFile real, int number) : IDiskFile
    {
        public void SetLength(long length)
        {
            real.SetLength(length);
            disk.Add(new DiskStep.Resized(number, (int)length));
        }

        public void Write(IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset)
        {
            real.Write(pieces, offset);
            disk.Add(new DiskStep.Written(number, (int)offset, [.. pieces.SelectMany(p => p.ToArray())]));
        }

        public void Sync()
        {
            if (disk.FailingSyncs.Contains(Interlocked.Increment(ref disk._syncs)))
                throw new IOException("the file cannot be synced");
            real.Sync();
            disk.Add(new DiskStep.Synced(number));
        }

        public void Dispose() => real.Dispose();
    }
}
