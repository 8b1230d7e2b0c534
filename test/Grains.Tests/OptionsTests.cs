using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Keeper.Grains.Tests;

public sealed class OptionsTests
{
    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddKeeperGrainOptions(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build())
        .BuildServiceProvider();

    [Fact]
    public void Agents_SeveralFaults_NamesKeyValueAndLimitOfEach()
    {
        using var services = Services(("Keeper:Agents:HeartbeatSeconds", "0"), ("Keeper:Agents:QueueLimit", "-1"));

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AgentOptions>>().Value);

        Assert.Contains("Keeper:Agents:HeartbeatSeconds: is 0; allowed are 1 to 300", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Keeper:Agents:QueueLimit: is -1; allowed are 1 to 1000000", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_OfflineBeforeTwoHeartbeats_IsRefused()
    {
        using var services = Services(("Keeper:Agents:HeartbeatSeconds", "10"), ("Keeper:Agents:OfflineAfterSeconds", "15"));

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AgentOptions>>().Value);

        Assert.Contains("OfflineAfterSeconds: is 15; allowed are 20 to 3600", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_OutOfRange_IsRefused()
    {
        using var services = Services(("Keeper:Tasks:RetentionDays", "0"));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<TaskOptions>>().Value);
    }

    [Fact]
    public void Options_Defaults_AreValid()
    {
        using var services = Services();

        Assert.Equal(5, services.GetRequiredService<IOptions<AgentOptions>>().Value.HeartbeatSeconds);
        Assert.Equal(30, services.GetRequiredService<IOptions<TaskOptions>>().Value.RetentionDays);
    }
}
