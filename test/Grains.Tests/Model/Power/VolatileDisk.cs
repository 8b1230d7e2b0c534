using System.Collections.Concurrent;
using Keeper.Testing;

namespace Keeper.Grains.Tests.Model.Power;

/// <summary>
/// A folder whose power can be cut. Everything that SQLite writes there passes through <see cref="VolatileVfs"/> and is
/// remembered; <see cref="CutPower"/> makes the folder that would be found afterwards, while the real one goes on.
/// </summary>
internal sealed class VolatileDisk : IDisposable
{
    private static readonly ConcurrentDictionary<string, VolatileDisk> Disks = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, VolatileFile> _files = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _folder = new();

    public VolatileDisk()
    {
        VolatileVfs.Register();
        Disks[Path] = this;
    }

    public string Path => _folder.Path;

    /// <summary>The disk that a file is on; <see langword="null"/> when its power is not to be cut.</summary>
    public static VolatileDisk? Of(string file) => Disks.GetValueOrDefault(System.IO.Path.GetDirectoryName(file) ?? "");

    /// <summary>Something happens to a file; a power failure comes before or after it, never in between.</summary>
    public void Do(string file, Action<VolatileFile> what)
    {
        lock (_gate)
        {
            var name = System.IO.Path.GetFileName(file);
            if (!_files.TryGetValue(name, out var known))
                _files.Add(name, known = new VolatileFile());
            what(known);
        }
    }

    /// <summary>Deleted, and the folder synced.</summary>
    public void Delete(string file)
    {
        lock (_gate)
            _files.Remove(System.IO.Path.GetFileName(file));
    }

    /// <summary>What is found when the power is back. Of writes that were not synced each is kept or lost by chance.</summary>
    /// <param name="into">An empty folder.</param>
    /// <param name="random">Decides about each write.</param>
    /// <param name="kept">How likely a write is kept: 0 to 1.</param>
    /// <returns>How many writes were at stake.</returns>
    public int CutPower(string into, Random random, double kept)
    {
        lock (_gate)
        {
            foreach (var (name, file) in _files)
            {
                if (file.AfterPowerFailure(() => random.NextDouble() < kept) is { } content)
                    File.WriteAllBytes(System.IO.Path.Combine(into, name), content);
            }

            return _files.Values.Sum(f => f.Unsynced);
        }
    }

    public void Dispose()
    {
        Disks.TryRemove(Path, out _);
        _folder.Dispose();
    }
}
