using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Embedded.Strictness;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Persistence;

/// <summary>A store in the process's memory. What it holds shares nothing with the grains.</summary>
internal sealed class MemoryStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Record> _records = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = _records.GetValueOrDefault((stateName, grainId));
        grainState.RecordExists = record is not null;
        grainState.ETag = record?.ETag;
        if (record is not null)
            grainState.State = ObjectGraph.Copy((T?)record.State);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var record = new Record(ObjectGraph.Copy(grainState.State), Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture));
        var current = _records.GetValueOrDefault(key);
        var written = current?.ETag == grainState.ETag
            && (current is null ? _records.TryAdd(key, record) : _records.TryUpdate(key, record, current));
        if (!written)
            throw Conflict(key, grainState.ETag);

        grainState.ETag = record.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var current = _records.GetValueOrDefault(key);
        if (current?.ETag != grainState.ETag || (current is not null && !_records.TryRemove(new KeyValuePair<(string, GrainId), Record>(key, current))))
            throw Conflict(key, grainState.ETag);

        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private InconsistentStateException Conflict((string Name, GrainId Grain) key, string? mine) => new(
        $"State {key.Name} of {key.Grain} was written by somebody else.",
        _records.GetValueOrDefault(key)?.ETag ?? "none",
        mine ?? "none");

    private sealed record Record(object? State, string ETag);
}
