using Keeper.Grains.Agents;
using Keeper.Storage.Agents;

namespace Keeper.Grains.Tests.Agents;

public sealed class AnnouncedKindsTests
{
    [Fact]
    public void Of_OneKindInTwoVpcs_IsOneForEach()
    {
        var kinds = AnnouncedKinds.Of([Announcement("b", 2, new AgentExecutor("disk", "1")), Announcement("a", 3, new AgentExecutor("disk", "1"), new AgentExecutor("port", "1"))]);

        Assert.Equal([("disk", "a", 3), ("disk", "b", 2), ("port", "a", 3)], kinds.Select(k => (k.Executor.Kind, k.Vpc, k.Agents)));
    }

    [Fact]
    public void Of_KindAnnouncedDifferently_IsAsMostAgentsSay()
    {
        var kind = Assert.Single(AnnouncedKinds.Of(
        [
            Announcement("a", 1, new AgentExecutor("disk", "2", "{}")),
            Announcement("a", 3, new AgentExecutor("disk", "1", """{"type":"object"}""", Repeatable: true)),
        ]));

        Assert.Equal((new AgentExecutor("disk", "1", """{"type":"object"}""", Repeatable: true), 4), (kind.Executor, kind.Agents));
    }

    [Fact]
    public void Of_KindAnnouncedDifferentlyByAsMany_IsAsTheHigherVersionSays() => Assert.Equal(
        "2", Assert.Single(AnnouncedKinds.Of([Announcement("a", 1, new AgentExecutor("disk", "1")), Announcement("a", 1, new AgentExecutor("disk", "2"))])).Executor.Version);

    private static AgentAnnouncement Announcement(string vpc, int agents, params AgentExecutor[] executors) =>
        new(vpc, GrainJson.Write(executors), agents);
}
