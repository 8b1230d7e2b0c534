using Keeper.Agent.Probes.Command;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Command;

public sealed class CommandUserTests
{
    [Fact]
    public void LauncherOf_NoUser_IsNothing() => Assert.Equal(([], ""), (CommandUser.LauncherOf(null).Prefix, CommandUser.LauncherOf(null).Refusal));

    [Fact]
    public void LauncherOf_OwnUser_NeedsNoChange() => Assert.Equal("", Refusal(own: 1000, ids: (1000, 1000), setpriv: null));

    [Fact]
    public void LauncherOf_AgentIsNotRoot_IsRefused() =>
        Assert.Equal("as user 'app', which only root can begin; the agent runs as user 1001", Refusal(own: 1001, ids: (1000, 1000), "/usr/bin/setpriv"));

    [Fact]
    public void LauncherOf_NoSetpriv_IsRefused() =>
        Assert.Equal("as user 'app', which needs the program setpriv of util-linux on the agent's host", Refusal(own: 0, ids: (1000, 1000), setpriv: null));

    [Fact]
    public void LauncherOf_SetprivOfBusyBox_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("busybox"), "");
        File.CreateSymbolicLink(folder.Combine("setpriv"), folder.Combine("busybox"));

        Assert.Contains("needs the program setpriv of util-linux", Refusal(own: 0, ids: (1000, 1000), folder.Combine("setpriv")), StringComparison.Ordinal);
    }

    [Fact]
    public void LauncherOf_Root_ChangesUserGroupAndCapabilities() =>
        Assert.Equal(
            ["/usr/bin/setpriv", "--reuid=1000", "--regid=1002", "--init-groups", "--inh-caps=-all", "--no-new-privs", "--"],
            CommandUser.LauncherOf("app", own: 0, ids: (1000, 1002), "/usr/bin/setpriv").Prefix);

    private static string Refusal(uint own, (uint, uint)? ids, string? setpriv) => CommandUser.LauncherOf("app", own, ids, setpriv).Refusal;
}
