using Keeper.Storage.Access;
using Keeper.Storage.Tests.Conformance;
using Keeper.Storage.Vpcs;

namespace Keeper.Storage.Tests.Backup;

/// <summary>A store with something in every table that is backed up, and what a reader sees of it.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 30, 0, 123, 456, TimeSpan.Zero);

    public static async Task FillAsync(IStore store)
    {
        await store.Vpcs.PutAsync(new VpcRow("vpc-a", "näher \"als\" 'gedacht' 𝄞", """{"site":"n"}""", Now));
        await store.Vpcs.AddTokenAsync(new EnrollmentTokenRow
        {
            Id = "token-1",
            Vpc = "vpc-a",
            SecretHash = "hash",
            ExpiresAt = Now.AddHours(1),
            MaxUses = 2,
        });
        await store.Agents.InsertAsync(Rows.Agent("agent-1", "one") with { SecretHash = "s1", LastSeenAt = Now });
        await store.Tasks.WriteAsync(
            [
                Rows.Task("t1"),
                Rows.Task("t2") with { AgentId = "agent-1", State = 2, Attempt = 3, StartedAt = Now, IdempotencyKey = "k" },
                Rows.Task("t3") with { State = 3, FinishedAt = Now, Result = "{\"output\":\"line\\nline\"}", ResultUrl = "http://x/" },
            ],
            []);
        await store.Access.PutKeyAsync(new ApiKeyRow("admin", "key-hash", 2, Now));
        await store.Access.AuditAsync(new AuditRow(Now, "admin", "vpc.put", "vpc-a", "first"));
        await store.Access.AuditAsync(new AuditRow(Now, "admin", "vpc.put", "vpc-a", "second"));
        await store.GrainStates.WriteAsync("grain/1", "state", """{"a":1}""", null);
    }

    /// <summary>Everything that the sample put in, as text.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(IStore store) =>
    [
        $"{await store.Vpcs.FindAsync("vpc-a")}",
        $"{await store.Agents.FindAsync("agent-1")}",
        $"{await store.Tasks.FindAsync("t1")}",
        $"{await store.Tasks.FindAsync("t2")}",
        $"{await store.Tasks.FindAsync("t3")}",
        $"{await store.Access.FindKeyAsync("key-hash")}",
        .. (await store.Access.ListAuditAsync(10, null)).Items.Select(a => $"{a}"),
        $"{await store.GrainStates.ReadAsync("grain/1", "state")}",
    ];

    public static async Task<MemoryStream> BackUpAsync(this Store store)
    {
        var file = new MemoryStream();
        await store.BackUpAsync(file);
        return file;
    }
}
