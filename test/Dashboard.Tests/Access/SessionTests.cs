using System.Security.Claims;
using Keeper.Dashboard.Access;
using Keeper.Grains.Access;

namespace Keeper.Dashboard.Tests.Access;

public sealed class SessionTests
{
    [Theory]
    [InlineData("/tasks?state=failed", "/tasks?state=failed")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("tasks", "/")]
    [InlineData("/a\nb", "/")]
    [InlineData("/signin?code=1", "/")]
    public void LocalPath_ReturnUrl_NeverLeavesTheSite(string? returnUrl, string path) => Assert.Equal(path, Session.LocalPath(returnUrl));

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    public void Read_OfItsOwnSession_IsTheSameOwner(Role role) =>
        Assert.Equal(new Principal("olga", role), Session.Read(Session.Of(new Principal("olga", role))));

    [Theory]
    [InlineData(Role.Component)]
    [InlineData(Role.Proxy)]
    public void Read_RoleThatMayNotSignIn_IsNobody(Role role) => Assert.Null(Session.Read(Session.Of(new Principal("x", role))));

    [Fact]
    public void Read_WithoutASession_IsNobody() => Assert.Null(Session.Read(new ClaimsPrincipal(new ClaimsIdentity())));
}
