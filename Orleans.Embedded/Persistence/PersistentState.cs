using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Persistence;

/// <summary>A grain's stored state.</summary>
internal sealed class PersistentState<TState>(string name, GrainId grainId, IGrainStorage store) : IPersistentState<TState>, IReadAtStart
{
    private readonly GrainState<TState> _record = new(Empty());

    public TState State
    {
        get => _record.State!;
        set => _record.State = value;
    }

    public string? Etag => _record.ETag;

    public bool RecordExists => _record.RecordExists;

    public async Task ReadStateAsync()
    {
        await store.ReadStateAsync(name, grainId, _record);
        _record.State ??= Empty();
    }

    public Task WriteStateAsync() => store.WriteStateAsync(name, grainId, _record);

    public async Task ClearStateAsync()
    {
        await store.ClearStateAsync(name, grainId, _record);
        _record.State = Empty();
    }

    public Task ReadAtStartAsync(CancellationToken token) => ReadStateAsync().WaitAsync(token);

    private static TState Empty() => typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null
        ? Activator.CreateInstance<TState>()
        : default!;
}
