using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Files;

/// <summary>
/// An append-only file of records with group commit: whoever appends while the disk is busy shares the next flush.
/// When most of the file is history, it is rewritten with what is live.
/// </summary>
internal sealed partial class RecordLog<T> : IAsyncDisposable
    where T : class
{
    private const int MaxBatchBytes = 4 << 20;
    private const long MinCompactionBytes = 256 << 10;

    private const int CompactionPieceBytes = 64 << 10;

    /// <summary>What a disk that was full must have room for again: one that takes a byte may refuse the next.</summary>
    private const int RoomAfterFault = 64 << 10;

    private readonly string _path;
    private readonly string _folder;
    private readonly IDisk _disk;
    private readonly JsonTypeInfo<T> _type;
    private readonly Func<IReadOnlyCollection<T>> _live;
    private readonly ILogger _logger;
    private readonly Channel<Append> _appends =
        Channel.CreateBounded<Append>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly Task _writer;
    private IDiskFile _file;
    private bool _isNamed;
    private bool _hasLeftovers;
    private long _length;
    private long _compactAt;
    private volatile string? _fault;

    /// <summary>Continues a file that <see cref="RecordReader"/> has read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">How records are written.</param>
    /// <param name="length">Where the intact part of the file ends.</param>
    /// <param name="live">
    /// Every record that still matters, for the rewrite. It must already hold records whose append is on its way,
    /// or a rewrite that happens in between would drop them.
    /// </param>
    /// <param name="logger">Where failures of the disk go that no caller waits for.</param>
    /// <param name="disk">Where the file is; the machine's disk when <see langword="null"/>.</param>
    public RecordLog(
        string path, JsonTypeInfo<T> type, long length, Func<IReadOnlyCollection<T>> live, ILogger logger, IDisk? disk = null)
    {
        _path = path;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _disk = disk ?? Disk.Machine;
        _type = type;
        _live = live;
        _logger = logger;
        _file = _disk.Open(path);
        SyncName();
        _length = length;
        _file.SetLength(length);
        _compactAt = Math.Max(MinCompactionBytes, length);
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Why the last write failed; <see langword="null"/> when it did not.</summary>
    public string? Fault => _fault;

    /// <summary>After a fault, sees whether the disk can be written again. Not awaited: <see cref="Fault"/> tells.</summary>
    public void Probe()
    {
        if (_fault is not null)
            _appends.Writer.TryWrite(new Append([]));
    }

    /// <summary>Completes when the records are on disk.</summary>
    /// <exception cref="IOException">They are not.</exception>
    public async Task AppendAsync(IEnumerable<T> records, CancellationToken ct)
    {
        var append = new Append(Encode(records));
        await _appends.Writer.WriteAsync(append, ct);
        await append.Done.Task.WaitAsync(ct);
    }

    /// <summary>Appends without waiting; a failure is logged. For records whose loss only repeats work.</summary>
    public void Post(T record)
    {
        if (!_appends.Writer.TryWrite(new Append(Encode([record]))))
            LogPostDropped(_path);
    }

    public async ValueTask DisposeAsync()
    {
        _appends.Writer.TryComplete();
        await _writer;
        TryCut();
        _file.Dispose();
    }

    private byte[] Encode(IEnumerable<T> records)
    {
        var lines = new MemoryStream();
        foreach (var record in records)
            lines.Write(RecordLine.Encode(JsonSerializer.SerializeToUtf8Bytes(record, _type)));
        return lines.ToArray();
    }

    private async Task WriteAsync()
    {
        var batch = new List<Append>();
        while (await _appends.Reader.WaitToReadAsync())
        {
            batch.Clear();
            for (var size = 0; size < MaxBatchBytes && _appends.Reader.TryRead(out var append); size += append.Lines.Length)
                batch.Add(append);
            Commit(batch);
        }
    }

    private void Commit(List<Append> batch)
    {
        try
        {
            if (_length >= _compactAt)
                TryCompact();
            Write(batch);
        }
        catch (Exception e)
        {
            // Whatever it was, the callers must hear of it and the loop must go on.
            var failure = new IOException($"'{_path}' cannot be written: {e.Message}", e);
            if (_fault is null)
                LogWriteFailed(_path, e);
            _fault = failure.Message;
            TryCut();
            foreach (var append in batch)
                append.Done.TrySetException(failure);
            return;
        }

        foreach (var append in batch)
            append.Done.TrySetResult();
    }

    private void Write(List<Append> batch)
    {
        if (!_isNamed)
            SyncName();
        if (_hasLeftovers)
            Cut();
        if (_fault is not null)
            FindRoom();
        var lines = batch.Select(a => (ReadOnlyMemory<byte>)a.Lines).ToArray();
        _hasLeftovers = true;
        _file.Write(lines, _length);
        _file.Sync();
        _length += lines.Sum(l => (long)l.Length);
        _hasLeftovers = false;
        if (_fault is not null)
            LogWritesAgain(_path);
        _fault = null;
    }

    private void FindRoom()
    {
        _hasLeftovers = true;
        _file.Write([new byte[RoomAfterFault]], _length);
        Cut();
    }

    /// <summary>
    /// Takes away what a failed write has left beyond the intact part. Overwriting it is not enough: whole lines of a longer
    /// write would stand after those of a shorter one, and be read as records whose callers were told that they are not there.
    /// </summary>
    private void Cut()
    {
        _file.SetLength(_length);
        _file.Sync();
        _hasLeftovers = false;
    }

    /// <summary>Now, if the disk lets it; else before the next write.</summary>
    private void TryCut()
    {
        if (!_hasLeftovers)
            return;
        try
        {
            Cut();
        }
        catch (Exception e)
        {
            LogCutFailed(_path, e);
        }
    }

    private void TryCompact()
    {
        try
        {
            Compact();
        }
        catch (Exception e)
        {
            // The file is as good as before, only longer; try again when it has doubled.
            LogCompactionFailed(_path, e);
        }

        _compactAt = Math.Max(MinCompactionBytes, _length * 2);
    }

    private void Compact()
    {
        var temporary = _path + ".new";
        var file = _disk.Create(temporary);
        long length;
        try
        {
            length = WriteLive(file);
            file.Sync();
            _disk.Replace(temporary, _path);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        // From here on this is the file, also if its name cannot be made to last now.
        _file.Dispose();
        (_file, _length, _isNamed, _hasLeftovers) = (file, length, false, false);
        SyncName();
    }

    private long WriteLive(IDiskFile file)
    {
        var written = 0L;
        var piece = new MemoryStream();
        foreach (var record in _live())
        {
            piece.Write(RecordLine.Encode(JsonSerializer.SerializeToUtf8Bytes(record, _type)));
            if (piece.Length >= CompactionPieceBytes)
                Flush();
        }

        Flush();
        return written;

        void Flush()
        {
            file.Write([piece.ToArray()], written);
            written += piece.Length;
            piece.SetLength(0);
        }
    }

    /// <summary>Synced records are no use if a power failure takes the folder's entry for their file.</summary>
    private void SyncName()
    {
        _disk.SyncFolder(_folder);
        _isNamed = true;
    }

    private sealed record Append(byte[] Lines)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(1680, LogLevel.Error, "'{Path}' cannot be written")]
    private partial void LogWriteFailed(string path, Exception e);

    [LoggerMessage(1684, LogLevel.Information, "'{Path}' can be written again")]
    private partial void LogWritesAgain(string path);

    [LoggerMessage(1682, LogLevel.Warning, "'{Path}' cannot be rewritten and goes on growing")]
    private partial void LogCompactionFailed(string path, Exception e);

    [LoggerMessage(1681, LogLevel.Warning, "'{Path}': a record was not written because the disk is too slow; the work that it stands for will be repeated")]
    private partial void LogPostDropped(string path);

    [LoggerMessage(1683, LogLevel.Warning, "'{Path}': the rest of a failed write cannot be taken away yet")]
    private partial void LogCutFailed(string path, Exception e);
}
