using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Keeper.Agent.Files;

/// <summary>What a log file held.</summary>
/// <param name="Records">Every intact record, in order.</param>
/// <param name="Length">Bytes up to the end of the last complete line; what follows was torn by a crash.</param>
/// <param name="TornBytes">Bytes after that.</param>
/// <param name="Damaged">Complete lines that are not what was written.</param>
internal sealed record RecordFile<T>(List<T> Records, long Length, long TornBytes, int Damaged);

/// <summary>Reads a log file of any condition: a torn end is normal after a crash, a damaged line is skipped and counted.</summary>
internal static class RecordReader
{
    /// <summary>Longer lines are damage; it bounds what a damaged file can make the agent hold.</summary>
    private const int MaxLineLength = 4 << 20;

    public static async Task<RecordFile<T>> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var state = new State<T>(type);
        if (!File.Exists(path))
            return state.Finish(0);
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10));
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var rest = state.TakeLines(read.Buffer);
            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                break;
        }

        var length = stream.Length;
        await reader.CompleteAsync();
        return state.Finish(length);
    }

    private sealed class State<T>(JsonTypeInfo<T> type)
    {
        private readonly List<T> _records = [];
        private long _length;
        private int _damaged;
        private bool _skipping;

        public ReadOnlySequence<byte> TakeLines(ReadOnlySequence<byte> buffer)
        {
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                _length += line.Length + 1;
                Take(line);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length <= MaxLineLength)
                return buffer;
            _skipping = true;
            _length += buffer.Length;
            return buffer.Slice(buffer.End);
        }

        public RecordFile<T> Finish(long fileLength) => new(_records, _length, Math.Max(0, fileLength - _length), _damaged);

        private void Take(in ReadOnlySequence<byte> line)
        {
            var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
            if (!_skipping && RecordLine.TryDecode(bytes, out var payload) && TryParse(payload) is { } record)
                _records.Add(record);
            else
                _damaged++;
            _skipping = false;
        }

        // The checksum proves that the bytes are what some version wrote, not that this version understands them.
        private T? TryParse(ReadOnlySpan<byte> payload)
        {
            try
            {
                return JsonSerializer.Deserialize(payload, type);
            }
            catch (JsonException)
            {
                return default;
            }
        }
    }
}
