namespace Keeper.Grains.Tests.Model.Power;

/// <summary>
/// A file as a disk has it: what was synced, and the writes since then, of which a power failure may keep any.
/// </summary>
internal sealed class VolatileFile
{
    private readonly List<Change> _unsynced = [];
    private byte[] _synced = [];
    private bool _exists;

    /// <summary>How many writes and cuts wait for a sync.</summary>
    public int Unsynced => _unsynced.Count;

    public void Write(long offset, ReadOnlySpan<byte> bytes) => _unsynced.Add(new Change(offset, bytes.ToArray()));

    public void Truncate(long length) => _unsynced.Add(new Change(length, null));

    public void Sync()
    {
        _synced = Apply(_synced, _unsynced);
        _unsynced.Clear();
        _exists = true;
    }

    /// <summary>What is there when the power is back: nothing of a file that was never synced.</summary>
    /// <param name="isKept">Whether a write that was not synced got to the disk all the same.</param>
    public byte[]? AfterPowerFailure(Func<bool> isKept) => _exists ? Apply(_synced, _unsynced.Where(_ => isKept())) : null;

    private static byte[] Apply(byte[] content, IEnumerable<Change> changes)
    {
        foreach (var (at, bytes) in changes)
        {
            var length = bytes is null ? at : Math.Max(content.Length, at + bytes.Length);
            if (length != content.Length)
                Array.Resize(ref content, (int)length);
            else if (bytes is not null)
                content = (byte[])content.Clone();
            bytes?.CopyTo(content, at);
        }

        return content;
    }

    /// <param name="At">Where it is written; the new length when <paramref name="Bytes"/> is <see langword="null"/>.</param>
    /// <param name="Bytes">What is written.</param>
    private sealed record Change(long At, byte[]? Bytes);
}
