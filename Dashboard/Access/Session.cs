using System.Security.Claims;
using Keeper.Grains.Access;

namespace Keeper.Dashboard.Access;

/// <summary>What a session cookie holds: who, and in which role.</summary>
internal static class Session
{
    public const string Scheme = "KeeperDashboard";
    public const string SignInPath = "/signin";
    public const string SignOutPath = "/signout";

    public static ClaimsPrincipal Of(Principal principal) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, principal.Name), new Claim(ClaimTypes.Role, principal.Role.ToString())], Scheme));

    /// <summary>The owner of a session; <see langword="null"/> when there is none or its role may not use the dashboard.</summary>
    public static Principal? Read(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { } name }
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
        && MaySignIn(role) ? new Principal(name, role) : null;

    /// <summary>Keys of components and proxies can do nothing here.</summary>
    public static bool MaySignIn(Role role) => role is Role.Viewer or Role.Operator or Role.Admin;

    /// <summary>Where to go after signing in: only a path of this site, so that a link cannot send anybody elsewhere.</summary>
    public static string LocalPath(string? returnUrl) =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..]
        && !returnUrl.Any(char.IsControl)
        && !returnUrl.StartsWith(SignInPath, StringComparison.OrdinalIgnoreCase)
            ? returnUrl : "/";
}
