using Keeper.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Keeper.Storage.Tests;

public sealed class StorageOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_Defaults_OpensTheStoreInTheDataFolder()
    {
        using var host = Host(("Keeper:DataPath", _folder.Combine("data")));

        await host.StartAsync(Deadline.Token());

        var store = host.Services.GetRequiredService<IStore>();
        Assert.True(store.Health.IsHealthy);
        Assert.NotEmpty(store.Incarnation);
        Assert.True(File.Exists(_folder.Combine("data", "keeper.db")));
        await host.StopAsync(Deadline.Token());
    }

    [Fact]
    public async Task Start_SeveralFaults_NamesAllWithKeysAndLimits()
    {
        using var host = Host(
            ("Keeper:Storage:Provider", "PostgreSql"),
            ("Keeper:DataPath", " "),
            ("Keeper:Storage:WriteTimeoutSeconds", "0"),
            ("Keeper:Storage:ReadTimeoutSeconds", "301"),
            ("Keeper:Storage:Readers", "101"));

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Deadline.Token()));

        Assert.Equal(
            [
                "Keeper:Storage:ConnectionString is missing; the provider PostgreSql needs it.",
                "Keeper:DataPath is empty; it must name a folder.",
                "Keeper:Storage:WriteTimeoutSeconds is 0; it must be from 1 to 300.",
                "Keeper:Storage:ReadTimeoutSeconds is 301; it must be from 1 to 300.",
                "Keeper:Storage:Readers is 101; it must be from 1 to 100.",
            ],
            fault.Failures);
    }

    [Theory]
    [InlineData("Keeper:Storage:ConnectionString", "Host=db", "ConnectionString is set")]
    [InlineData("Keeper:Storage:Provider", "7", "Provider is 7")]
    public async Task Start_OneFault_NamesIt(string key, string value, string expected)
    {
        using var host = Host((key, value), ("Keeper:DataPath", _folder.Path));

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Deadline.Token()));

        Assert.Contains(expected, Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hostt=/tmp;Password=hush")]
    [InlineData("Host=db;;=;Password=hush")]
    [InlineData("Host=db;Port=many;Password=hush")]
    public async Task Start_ConnectionStringCannotBeRead_SaysSoWithoutThePassword(string text)
    {
        using var host = Host(
            ("Keeper:Storage:Provider", "PostgreSql"), ("Keeper:Storage:ConnectionString", text), ("Keeper:DataPath", _folder.Path));

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Deadline.Token()));

        var failure = Assert.Single(fault.Failures);
        Assert.StartsWith("Keeper:Storage:ConnectionString can't be read: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure, StringComparison.Ordinal);
    }

    private static IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.Services.AddLogging();
        builder.Services.AddKeeperStorage(builder.Configuration);
        return builder.Build();
    }
}
