using Keeper.Agent.Instructions;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Agent.Tests.Instructions;

public sealed class AttemptJournalTests : IDisposable
{
    private const string Life = "life-1";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task HasSeen_ProcessGone_StillKnows()
    {
        var journal = await OpenAsync();
        await journal.RecordAsync([new AttemptRef("t1", 2)], Life, Deadline.Token());

        await using var again = await OpenAsync();

        Assert.Equal((true, true, false, false), (again.HasSeen("t1", 2, Life), again.HasSeen("t1", 1, Life), again.HasSeen("t1", 3, Life), again.HasSeen("t2", 1, Life)));
        await journal.DisposeAsync();
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public async Task Record_WallClockJumps_NeitherForgetsNorKeepsMore(int days)
    {
        await using (var journal = await OpenAsync(maxEntries: 2))
        {
            await journal.RecordAsync([new AttemptRef("before", 1)], Life, Deadline.Token());
            _time.ShiftWallClock(TimeSpan.FromDays(days));
            await journal.RecordAsync([new AttemptRef("after", 1)], Life, Deadline.Token());

            Assert.Equal((true, true), (journal.HasSeen("before", 1, Life), journal.HasSeen("after", 1, Life)));
        }

        await using var again = await OpenAsync(maxEntries: 2);
        await again.RecordAsync([new AttemptRef("third", 1)], Life, Deadline.Token());

        Assert.Equal((false, true), (again.HasSeen("before", 1, Life), again.HasSeen("after", 1, Life)));
    }

    [Fact]
    public async Task Record_BeyondTheBound_ForgetsTheOldest()
    {
        await using var journal = await OpenAsync(maxEntries: 10);
        for (var i = 0; i < 25; i++)
            await journal.RecordAsync([new AttemptRef($"t{i}", 1)], Life, Deadline.Token());

        Assert.Equal(10, journal.Count);
        Assert.Equal((false, true), (journal.HasSeen("t14", 1, Life), journal.HasSeen("t15", 1, Life)));
    }

    [Fact]
    public async Task HasSeen_AttemptOfAnEarlierIncarnation_IsNotTheSameAttempt()
    {
        await using var journal = await OpenAsync();
        await journal.RecordAsync([new AttemptRef("t1", 7)], Life, Deadline.Token());

        Assert.False(journal.HasSeen("t1", 1, "life-2"));

        await journal.RecordAsync([new AttemptRef("t1", 1)], "life-2", Deadline.Token());

        Assert.Equal((true, false), (journal.HasSeen("t1", 1, "life-2"), journal.HasSeen("t1", 2, "life-2")));
    }

    private Task<AttemptJournal> OpenAsync(int maxEntries = AttemptJournal.DefaultMaxEntries) =>
        AttemptJournal.OpenAsync(_folder.Path, _time, NullLogger<AttemptJournal>.Instance, CancellationToken.None, maxEntries);
}
