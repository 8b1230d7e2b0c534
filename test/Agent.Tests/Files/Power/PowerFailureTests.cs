using System.Runtime.CompilerServices;
using Keeper.Agent.Files;
using Keeper.Agent.Identity;
using Keeper.Agent.Instructions;
using Keeper.Agent.Reports;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Keeper.Agent.Tests.Files.Power;

/// <summary>The power fails after each single change of the agent's disk; what was acknowledged by then has to be found.</summary>
[Collection(nameof(RunAlone))]
public sealed class PowerFailureTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Platters of each moment: one without anything unsynced, the others by chance.</summary>
    private const int PlattersPerMoment = 5;

    private const string Life = "life-1";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Promise> _promises = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Disk_WithoutSync_LosesTheContentAndWithoutTheFoldersSyncTheName()
    {
        var disk = new VolatileDisk();
        using (var file = disk.Open(_folder.Combine("kept")))
        {
            disk.SyncFolder(_folder.Path);
            file.Write([new byte[] { 1, 2 }], 0);
            file.Sync();
            file.Write([new byte[] { 3 }], 2);
        }

        using (var file = disk.Open(_folder.Combine("nameless")))
            file.Sync();
        disk.Replace(_folder.Combine("kept"), _folder.Combine("renamed"));
        using var found = new TemporaryFolder();
        Platter.Restore(disk.Steps, chance: null, found.Path);

        Assert.Equal(["kept"], Directory.GetFiles(found.Path).Select(Path.GetFileName));
        Assert.Equal([1, 2], File.ReadAllBytes(found.Combine("kept")));
    }

    [Fact]
    public async Task Outbox_NewCompactedAndReopened_EveryQueuedReportIsFound()
    {
        var disk = new VolatileDisk();
        for (var start = 0; start < 2; start++)
        {
            await using var outbox = await OpenOutboxAsync(_folder.Path, disk);
            for (var i = 0; i < 24; i++)
            {
                var id = $"{start}-{i}";
                await KeepAsync(disk, id, () => outbox.AddAsync(Report(id)));
                if (i % 3 == 2)
                    Settle(disk, outbox, $"{start}-{i - 1}");
            }
        }

        Assert.Contains(disk.Steps, s => s is DiskStep.Renamed);
        await AtEveryMomentAsync(disk, async (folder, promised) =>
        {
            await using (var outbox = await OpenOutboxAsync(folder))
            {
                Assert.All(promised, id => Assert.Equal(Report(id).Result!.Message, outbox.Reports.Single(r => r.Attempt.TaskId == id).Report.Result!.Message));
                await outbox.AddAsync(Report("after"));
            }

            await using var again = await OpenOutboxAsync(folder);
            Assert.All(promised.Append("after"), id => Assert.True(again.Contains(new AttemptRef(id, 1))));
        });
    }

    [Theory]
    [InlineData]
    [InlineData(2, 3, 4)]
    public async Task Journal_NewCompactedAndReopened_EveryBegunAttemptIsFound(params int[] failingFolderSyncs)
    {
        var disk = new VolatileDisk { FailingFolderSyncs = failingFolderSyncs };
        for (var start = 0; start < 2; start++)
        {
            await using var journal = await OpenJournalAsync(_folder.Path, disk);
            for (var i = 0; i < 24; i++)
            {
                var id = $"{start}-{i}-{new string('x', 12_000)}";
                await KeepAsync(disk, id, () => journal.RecordAsync([new AttemptRef(id, 1)], Life, Deadline.Token()));
            }
        }

        Assert.Contains(disk.Steps, s => s is DiskStep.Renamed);
        await AtEveryMomentAsync(disk, async (folder, promised) =>
        {
            await using (var journal = await OpenJournalAsync(folder))
            {
                Assert.All(promised, id => Assert.True(journal.HasSeen(id, 1, Life)));
                await journal.RecordAsync([new AttemptRef("after", 1)], Life, Deadline.Token());
            }

            await using var again = await OpenJournalAsync(folder);
            Assert.All(promised.Append("after"), id => Assert.True(again.HasSeen(id, 1, Life)));
        });
    }

    [Fact]
    public async Task Journal_FileThatCannotBeSynced_WhatWasRefusedIsGoneOnceTheNextIsKept()
    {
        var disk = new VolatileDisk { FailingSyncs = [2, 5, 6] };
        List<Promise> refused = [];
        await using (var journal = await OpenJournalAsync(_folder.Path, disk))
        {
            for (var i = 0; i < 6; i++)
            {
                // Each shorter than the one before, so that it does not cover what that one left.
                var ids = Enumerable.Range(0, 6 - i).Select(n => $"{i}-{n}").ToArray();
                if (!await KeepAsync(disk, ids[0], () => journal.RecordAsync(ids.Select(id => new AttemptRef(id, 1)), Life, Deadline.Token())))
                    refused.Add(new Promise(ids[^1], int.MaxValue));
                else
                    refused = [.. refused.Select(r => r with { From = Math.Min(r.From, disk.Now) })];
            }
        }

        Assert.Equal(2, refused.Count);
        await AtEveryMomentAsync(disk, async (folder, promised, moment) =>
        {
            await using var journal = await OpenJournalAsync(folder);
            Assert.All(promised, id => Assert.True(journal.HasSeen(id, 1, Life)));
            Assert.All(refused.Where(r => r.From <= moment), r => Assert.False(journal.HasSeen(r.Id, 1, Life)));
        });
    }

    [Fact]
    public async Task Identity_Replaced_TheOldOrTheNewIsFoundWhole()
    {
        var disk = new VolatileDisk();
        var file = new IdentityFile(_folder.Path, disk);
        string[] secrets = ["first", "second", "third"];
        foreach (var secret in secrets)
            await KeepAsync(disk, secret, () => Task.Run(() => file.Save(new AgentIdentity { InstanceId = "i1", Secret = secret })));

        await AtEveryMomentAsync(disk, (folder, promised) =>
        {
            var found = new IdentityFile(folder).LoadOrCreate().Secret;
            Assert.True(Array.IndexOf(secrets, found) >= promised.Count - 1, $"{found} was found; {promised.Count} were saved");
            return Task.CompletedTask;
        });
    }

    private static TaskReport Report(string id) => new()
    {
        TaskId = id,
        Attempt = 1,
        State = TaskState.Succeeded,
        At = DateTimeOffset.UnixEpoch,
        Result = new TaskResult { Outcome = Outcome.Success, Message = id + new string('y', 12_000) },
    };

    private static Task<ReportOutbox> OpenOutboxAsync(string folder, IDisk? disk = null) => ReportOutbox.OpenAsync(
        new AgentOptions { Gateways = ["http://127.0.0.1:9"], Name = "one", DataFolder = folder },
        NullLogger<ReportOutbox>.Instance, Deadline.Token(), disk);

    private static Task<AttemptJournal> OpenJournalAsync(string folder, IDisk? disk = null) => AttemptJournal.OpenAsync(
        folder, new ManualTimeProvider(), NullLogger<AttemptJournal>.Instance, Deadline.Token(), disk: disk);

    /// <summary>What completes is promised from then on; what fails with the disk is not.</summary>
    private async Task<bool> KeepAsync(VolatileDisk disk, string id, Func<Task> write)
    {
        try
        {
            await write().Within("the disk");
        }
        catch (IOException) when (disk.FailingFolderSyncs.Length + disk.FailingSyncs.Length > 0)
        {
            output.WriteLine($"{id[..Math.Min(4, id.Length)]} was refused");
            return false;
        }

        _promises.Add(new Promise(id, disk.Now));
        return true;
    }

    private void Settle(VolatileDisk disk, ReportOutbox outbox, string id)
    {
        if (_promises.Find(p => p.Id == id) is { } promise)
            promise.Until = disk.Now;
        outbox.Remove([new AttemptRef(id, 1)]);
    }

    private Task AtEveryMomentAsync(VolatileDisk disk, Func<string, IReadOnlyList<string>, Task> find, [CallerMemberName] string test = "") =>
        AtEveryMomentAsync(disk, (folder, promised, _) => find(folder, promised), test);

    private async Task AtEveryMomentAsync(
        VolatileDisk disk, Func<string, IReadOnlyList<string>, int, Task> find, [CallerMemberName] string test = "")
    {
        var steps = disk.Steps;
        for (var moment = 0; moment <= steps.Count; moment++)
        {
            var promised = _promises.Where(p => p.From <= moment && moment <= p.Until).Select(p => p.Id).ToList();
            for (var platter = 0; platter < PlattersPerMoment; platter++)
            {
                using var found = new TemporaryFolder();
                Platter.Restore(steps.Take(moment), platter == 0 ? null : new Random((moment * PlattersPerMoment) + platter), found.Path);
                await find(found.Path, promised, moment);
            }
        }

        output.WriteLine($"{test}: {_promises.Count} promises, {steps.Count} changes, {(steps.Count + 1) * PlattersPerMoment} power failures");
    }

    /// <summary>Something that has to be found when the power fails between two changes of the disk.</summary>
    private sealed record Promise(string Id, int From)
    {
        public int Until { get; set; } = int.MaxValue;
    }
}
