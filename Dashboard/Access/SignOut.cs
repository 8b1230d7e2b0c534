using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Keeper.Dashboard.Access;

/// <summary>Ends the session. A form posts here; its antiforgery token is what [FromForm] makes the framework check.</summary>
internal static class SignOut
{
    public static RouteHandlerBuilder MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Session.SignOutPath, async (HttpContext context, [FromForm] string? _) =>
        {
            await context.SignOutAsync(Session.Scheme);
            return Results.LocalRedirect(Session.SignInPath);
        }).ExcludeFromDescription();
}
