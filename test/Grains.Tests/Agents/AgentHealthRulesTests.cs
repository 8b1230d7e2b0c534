using Keeper.Grains.Agents;
using Keeper.Testing;

namespace Keeper.Grains.Tests.Agents;

public sealed class AgentHealthRulesTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AgentOptions _options = new();
    private readonly AgentPulse _pulse = new();

    private HealthVerdict Judge(bool versionMatches = true, string version = "0.1.0")
    {
        var signs = AgentHealthRules.Signs(_pulse, versionMatches, _options, _clock, _clock.GetTimestamp());
        return AgentHealthRules.Judge(signs, _pulse, version, _options);
    }

    private void Beat(int capacity = 1, int? outbox = null, TimeSpan skew = default, string? fault = null) => _pulse.Beat(
        new AgentPoll
        {
            SecretHash = "",
            InstanceId = "",
            StartedAt = default,
            SentAt = _clock.GetUtcNow() + skew,
            Capacity = capacity,
            Outbox = outbox,
            Fault = fault,
        },
        _clock.GetTimestamp(), _clock.GetUtcNow());

    [Fact]
    public void Judge_NothingWrong_IsHealthyWithoutReason()
    {
        Beat();

        Assert.Equal(new HealthVerdict(AgentHealth.Healthy, ""), Judge());
    }

    [Theory]
    [InlineData(30, "")]
    [InlineData(31, "its clock is 31 s ahead")]
    [InlineData(-31, "its clock is 31 s behind")]
    public void Judge_ClockSkew_CountsBeyondTheLimit(int seconds, string reason)
    {
        Beat(skew: TimeSpan.FromSeconds(seconds));

        Assert.Equal(reason, Judge().Reason);
    }

    [Fact]
    public void Judge_AgentNamesAFault_IsDegradedByItAndNotByLoad()
    {
        Beat(capacity: 0, fault: "no room on its disk");
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(new HealthVerdict(AgentHealth.Degraded, "no room on its disk"), Judge());

        Beat();
        Assert.Equal(AgentHealth.Healthy, Judge().Health);
    }

    [Theory]
    [InlineData(1_000, AgentHealth.Healthy)]
    [InlineData(1_001, AgentHealth.Degraded)]
    public void Judge_Outbox_CountsBeyondTheLimit(int reports, AgentHealth expected)
    {
        Beat(outbox: reports);

        Assert.Equal(expected, Judge().Health);
    }

    [Theory]
    [InlineData(59, AgentHealth.Healthy)]
    [InlineData(60, AgentHealth.Degraded)]
    public void Judge_NoRoom_CountsAfterAWhile(int seconds, AgentHealth expected)
    {
        Beat(capacity: 0);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Beat(capacity: 0);

        Assert.Equal(expected, Judge().Health);
    }

    [Fact]
    public void Judge_SupersededPoller_CountsForTwoMinutes()
    {
        Beat();
        _pulse.Superseded(_clock.GetTimestamp());
        Assert.Equal(AgentHealth.Degraded, Judge().Health);

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(AgentHealth.Healthy, Judge().Health);
    }

    [Fact]
    public void Judge_SeveralSigns_NamesThemAll()
    {
        Beat(outbox: 5_000, skew: TimeSpan.FromMinutes(5));

        var reason = Judge(versionMatches: false, version: "9.0.0").Reason;

        Assert.Equal(
            $"its clock is 300 s ahead; 5000 reports wait in its outbox; version mismatch: it runs 9.0.0, the platform {PlatformVersion.Text}",
            reason);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("nightly", true)]
    [InlineData("2.9.9", true)]
    [InlineData("3.0.0", true)]
    [InlineData("1.9.0", false)]
    public void PlatformVersion_Matches_AllButEarlierMajorNumbers(string? version, bool expected) =>
        Assert.Equal(expected, PlatformVersion.Matches(version, platform: "2.1.0"));
}
