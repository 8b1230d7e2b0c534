using Keeper.Grains.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace Keeper.Dashboard.Access;

/// <summary>Who sits in front of this page. Asked again for every action, so that nothing is allowed by what a page once showed.</summary>
internal sealed class CurrentUser(AuthenticationStateProvider authentication)
{
    public async Task<Principal> GetAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return Session.Read(state.User) ?? throw new UnauthorizedAccessException("There is no session.");
    }
}

/// <summary>What roles may do here.</summary>
internal static class Roles
{
    public static bool CanOperate(this Principal? user) => user?.Role is Role.Operator or Role.Admin;

    public static bool CanAdminister(this Principal? user) => user?.Role is Role.Admin;
}
