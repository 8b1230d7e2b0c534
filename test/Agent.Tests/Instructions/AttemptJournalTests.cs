using Keeper.Agent.Instructions;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Agent.Tests.Instructions;

public sealed class AttemptJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task HasSeen_ProcessGone_StillKnows()
    {
        var journal = await OpenAsync();
        await journal.RecordAsync([new AttemptRef("t1", 2)], Deadline.Token());

        await using var again = await OpenAsync();

        Assert.Equal((true, true, false, false), (again.HasSeen("t1", 2), again.HasSeen("t1", 1), again.HasSeen("t1", 3), again.HasSeen("t2", 1)));
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task Record_AfterTwoDays_ForgetsWhatIsOlder()
    {
        await using var journal = await OpenAsync();
        await journal.RecordAsync([new AttemptRef("old", 1)], Deadline.Token());
        _time.Advance(AttemptJournal.MaxAge + TimeSpan.FromSeconds(1));
        await journal.RecordAsync([new AttemptRef("new", 1)], Deadline.Token());

        Assert.Equal((false, true), (journal.HasSeen("old", 1), journal.HasSeen("new", 1)));
    }

    [Fact]
    public async Task Record_BeyondTheBound_ForgetsTheOldest()
    {
        await using var journal = await OpenAsync(maxEntries: 10);
        for (var i = 0; i < 25; i++)
            await journal.RecordAsync([new AttemptRef($"t{i}", 1)], Deadline.Token());

        Assert.Equal(10, journal.Count);
        Assert.Equal((false, true), (journal.HasSeen("t14", 1), journal.HasSeen("t15", 1)));
    }

    private Task<AttemptJournal> OpenAsync(int maxEntries = AttemptJournal.DefaultMaxEntries) =>
        AttemptJournal.OpenAsync(_folder.Path, _time, NullLogger<AttemptJournal>.Instance, CancellationToken.None, maxEntries);
}
