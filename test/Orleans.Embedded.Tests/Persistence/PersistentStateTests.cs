using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Persistence;

[GenerateSerializer]
public sealed class NoteState
{
    [Id(0)]
    public List<string> Lines { get; set; } = [];
}

public interface INoteGrain : IGrainWithStringKey
{
    Task Write(string line);

    Task<List<string>> Read();

    Task Scribble(string line);

    Task Clear();

    Task<bool> Exists();

    Task Leave();

    Task WriteThrough(string other, string line);
}

internal sealed class NoteGrain([PersistentState("note")] IPersistentState<NoteState> note) : Grain, INoteGrain
{
    public Task Write(string line)
    {
        note.State.Lines.Add(line);
        return note.WriteStateAsync();
    }

    public Task<List<string>> Read() => Task.FromResult(note.State.Lines.ToList());

    public Task Scribble(string line)
    {
        note.State.Lines.Add(line);
        return Task.CompletedTask;
    }

    public Task Clear() => note.ClearStateAsync();

    public Task<bool> Exists() => Task.FromResult(note.RecordExists);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task WriteThrough(string other, string line) => GrainFactory.GetGrain<INoteGrain>(other).Write(line);
}

public interface INowhereGrain : IGrainWithStringKey
{
    Task Touch();
}

internal sealed class NowhereGrain([PersistentState("state", "nowhere")] IPersistentState<NoteState> state) : Grain, INowhereGrain
{
    public Task Touch() => state.WriteStateAsync();
}

public sealed class PersistentStateTests : ClusterTest
{
    private INoteGrain Note => Client.GetGrain<INoteGrain>("note");

    [Fact]
    public async Task Write_ThenReactivate_IsThere()
    {
        await Note.Write("one");
        await Note.Leave();

        Assert.Equal(["one"], await Note.Read());
        Assert.True(await Note.Exists());
    }

    [Fact]
    public async Task Change_WithoutWrite_IsGoneAfterReactivation()
    {
        await Note.Write("one");
        await Note.Scribble("two");
        await Note.Leave();

        Assert.Equal(["one"], await Note.Read());
    }

    [Fact]
    public async Task Clear_ThenReactivate_IsEmpty()
    {
        await Note.Write("one");
        await Note.Clear();
        await Note.Leave();

        Assert.Empty(await Note.Read());
        Assert.False(await Note.Exists());
    }

    [Fact]
    public async Task Write_ConflictingETag_FailsAndReloads()
    {
        await Note.Write("one");
        await WriteBehindItsBack("two");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Note.Write("three").Within("the conflicting write"));

        Assert.Equal(["two"], await Note.Read().Within("the new activation"));
    }

    [Fact]
    public async Task Write_ConflictInAnotherGrain_LeavesTheCallerAlone()
    {
        var caller = Client.GetGrain<INoteGrain>("caller");
        await caller.Scribble("mine");
        await Note.Write("one");
        await WriteBehindItsBack("two");

        await Assert.ThrowsAsync<InconsistentStateException>(() => caller.WriteThrough("note", "three"));

        Assert.Equal(["mine"], await caller.Read());
    }

    [Fact]
    public async Task Store_NotRegistered_IsNamed()
    {
        var fault = await Assert.ThrowsAsync<BadProviderConfigException>(() => Client.GetGrain<INowhereGrain>("x").Touch());

        Assert.Contains("\"nowhere\"", fault.Message);
    }

    private async Task WriteBehindItsBack(string line)
    {
        var store = Silo.GetRequiredService<IGrainStorage>();
        var state = new GrainState<NoteState>();
        await store.ReadStateAsync("note", Note.GetGrainId(), state);
        state.State = new NoteState { Lines = [line] };
        await store.WriteStateAsync("note", Note.GetGrainId(), state);
    }
}
