using System.Text.Json;
using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Limits;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Permissions.Limits;

/// <summary>Which paths a rule about folders is about, links and dots taken as the system takes them.</summary>
public sealed class FolderRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _logs;
    private readonly string _secret;

    public FolderRuleTests()
    {
        _logs = Directory.CreateDirectory(_folder.Combine("logs")).FullName;
        _secret = _folder.Combine("secret.txt");
        File.WriteAllText(_secret, "x");
        File.WriteAllText(Path.Combine(_logs, "app.log"), "x");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("app.log")]
    [InlineData("not-yet-there.log")]
    [InlineData("a/b/../c.log")]
    [InlineData("./app.log")]
    [InlineData("..twice..")]
    [InlineData("")]
    public void CheckPath_InsideAnAllowedFolder_IsLetThrough(string path) => Allowing(_logs).CheckPath(Path.Combine(_logs, path));

    [Theory]
    [InlineData("logs/../secret.txt")]
    [InlineData("logs/../../etc/passwd")]
    [InlineData("logs-of-others/a")]
    [InlineData("secret.txt")]
    [InlineData("")]
    public void CheckPath_OutsideIt_IsDeniedAndNamesTheRules(string path)
    {
        var e = Assert.Throws<DeniedException>(() => Allowing(_logs).CheckPath(_folder.Combine(path)));

        Assert.StartsWith("denied: no rule of this agent allows '", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("its rules for folders are 'logs'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckPath_LinkOutOfTheFolder_IsDeniedAndSaysWhereItLeads()
    {
        File.CreateSymbolicLink(Path.Combine(_logs, "app.txt"), "../secret.txt");

        var e = Assert.Throws<DeniedException>(() => Allowing(_logs).CheckPath(Path.Combine(_logs, "app.txt")));

        Assert.Contains("in truth", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckPath_FolderThatIsALinkInTheMiddle_IsFollowed()
    {
        Directory.CreateSymbolicLink(Path.Combine(_logs, "up"), _folder.Path);

        Assert.Throws<DeniedException>(() => Allowing(_logs).CheckPath(Path.Combine(_logs, "up", "secret.txt")));
        Allowing(_logs).CheckPath(Path.Combine(_logs, "up", "logs", "app.log"));
    }

    [Fact]
    public void CheckPath_DotsAfterALink_AreDeniedWhenEitherReadingLeadsOut()
    {
        Directory.CreateDirectory(_folder.Combine("other", "deep"));
        Directory.CreateSymbolicLink(Path.Combine(_logs, "link"), _folder.Combine("other", "deep"));

        // The system goes to other/…, those that shorten first go to logs/….
        Assert.Throws<DeniedException>(() => Allowing(_logs).CheckPath(Path.Combine(_logs, "link", "..", "app.log")));
    }

    [Fact]
    public void CheckPath_RuleWhoseFolderIsALink_IsAboutWhereItLeads()
    {
        var alias = _folder.Combine("alias");
        Directory.CreateSymbolicLink(alias, _logs);

        Allowing(alias).CheckPath(Path.Combine(_logs, "app.log"));
        Allowing(_logs).CheckPath(Path.Combine(alias, "app.log"));
    }

    [Fact]
    public void CheckPath_LinksInACircle_AreDenied()
    {
        File.CreateSymbolicLink(_folder.Combine("a"), "b");
        File.CreateSymbolicLink(_folder.Combine("b"), "a");

        Assert.Contains("circles", Assert.Throws<DeniedException>(() => Allowing(_folder.Path).CheckPath(_folder.Combine("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckPath_ForbiddenFileInAnAllowedFolder_IsDeniedAlsoByItsLink()
    {
        File.CreateSymbolicLink(Path.Combine(_logs, "innocent"), Path.Combine(_logs, "app.log"));
        var limits = Read($$"""{"folders":[{"name":"logs","allow":["{{_logs}}"]},{"name":"not-app","deny":["{{_logs}}/app.log"]}]}""");

        Assert.Contains("'not-app'", Assert.Throws<DeniedException>(() => limits.CheckPath(Path.Combine(_logs, "innocent"))).Message, StringComparison.Ordinal);
        limits.CheckPath(Path.Combine(_logs, "app.log.1"));
    }

    [Fact]
    public void CheckPath_RootAllowed_LetsEverythingThrough() => Allowing("/").CheckPath(_secret);

    private static ConfiguredLimits Allowing(string folder) => Read($$"""{"folders":[{"name":"logs","allow":["{{folder}}"]}]}""");

    private static ConfiguredLimits Read(string json)
    {
        var faults = new Faults();
        var limits = ConfiguredLimits.Read(new ObjectReader(JsonElement.Parse(json), "", faults));
        Assert.True(faults.None, faults.ToString());
        return limits;
    }
}
