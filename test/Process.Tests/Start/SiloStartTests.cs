using System.Net;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Start;

/// <summary>One command on one machine, nothing else installed (F3).</summary>
public sealed class SiloStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.Combine("data");

    [Fact]
    public async Task Start_EmptyFolder_IsHealthyWithItsOwnAgentWithinTenSeconds()
    {
        var tenSeconds = TimeSpan.FromSeconds(10);
        await using var silo = SiloProcess.Launch(Data);

        var whole = Task.Run(async () =>
        {
            await silo.WhenReadyAsync(tenSeconds);
            using var api = silo.Api();
            return await api.HealthyAgentAsync("local", tenSeconds);
        });

        var agent = await whole.Within("a silo with a healthy agent", tenSeconds);
        Assert.Equal("local", (string?)agent["vpc"]);
    }

    [Fact]
    public async Task Start_EmptyFolder_PrintsALinkThatSignsIn()
    {
        await using var silo = await SiloProcess.StartAsync(Data);

        var link = await silo.Child.WaitForLineAsync(@"(?<url>http://\S+/signin\?code=\S+)");

        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        using var page = await browser.GetAsync(link.Groups["url"].Value);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("/signin", page.RequestMessage!.RequestUri!.PathAndQuery, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Start_EmptyFolder_WritesTheKeyForItsOwnerAlone()
    {
        await using var silo = await SiloProcess.StartAsync(Data);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(silo.KeyFile));
        Assert.Matches(@"\A\S{20,}\z", await File.ReadAllTextAsync(silo.KeyFile));
    }

    [Fact]
    public async Task Start_SecondTime_KeepsKeyAndData()
    {
        string key;
        await using (var first = await SiloProcess.StartAsync(Data))
        {
            key = await File.ReadAllTextAsync(first.KeyFile);
            using var before = first.Api();
            await before.PutVpcAsync("kept");
            await first.Child.KillAsync();
        }

        await using var second = await SiloProcess.StartAsync(Data);
        using var api = second.Api();
        var vpcs = await api.GetAsync("vpcs");

        Assert.Equal(key, await File.ReadAllTextAsync(second.KeyFile));
        Assert.Contains("kept", vpcs["items"]!.AsArray().Select(v => (string?)v!["name"]));
    }

    [Fact]
    public async Task Start_FolderInUse_StopsAndSaysSo()
    {
        await using var first = await SiloProcess.StartAsync(Data);
        await using var second = SiloProcess.Launch(Data);

        var exitCode = await second.Child.WaitForExitAsync();

        Assert.NotEqual(0, exitCode);
        Assert.Contains(Data, second.Child.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^\s+at \S+\(", second.Child.Output);
    }

    [Fact]
    public async Task Start_SettingOfAnotherType_StopsAndNamesKeyAndValue()
    {
        await using var silo = SiloProcess.Launch(Data, ports: null, "--Keeper:Agents:HeartbeatSeconds=often");

        var exitCode = await silo.Child.WaitForExitAsync();

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Keeper can't start: ", silo.Child.Output, StringComparison.Ordinal);
        Assert.Contains("'often' at 'Keeper:Agents:HeartbeatSeconds'", silo.Child.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^\s+at \S+\(", silo.Child.Output);
    }

    [Fact]
    public async Task Start_PortTaken_StopsAndNamesTheKeysInOneLine()
    {
        await using var first = await SiloProcess.StartAsync(Data);
        await using var second = SiloProcess.Launch(_folder.Combine("other"), first.Ports);

        Assert.NotEqual(0, await second.Child.WaitForExitAsync());
        Assert.Contains("Keeper:Gateway:Url", second.Child.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SocketException", second.Child.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BadOptions_StopsAndNamesEachKey()
    {
        await using var silo = SiloProcess.Launch(
            Data, ports: null, "--Keeper:Operator:Url=nonsense", "--Keeper:Gateway:Url=ftp://x");

        Assert.NotEqual(0, await silo.Child.WaitForExitAsync());
        Assert.Contains("Keeper:Operator:Url", silo.Child.Output, StringComparison.Ordinal);
        Assert.Contains("Keeper:Gateway:Url", silo.Child.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_Running_EndsWithZero()
    {
        await using var silo = await SiloProcess.StartAsync(Data);
        using var api = silo.Api();
        await api.HealthyAgentAsync("local");

        silo.Child.Send(Signals.Terminate);

        Assert.Equal(0, await silo.Child.WaitForExitAsync());
        Assert.DoesNotMatch(@"(?m)^\s+at \S+\(", silo.Child.Output);
    }

    public void Dispose() => _folder.Dispose();
}
