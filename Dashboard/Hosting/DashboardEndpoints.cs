using Keeper.Dashboard.Access;
using Keeper.Dashboard.Layout;
using Keeper.Dashboard.Tasks;
using Microsoft.AspNetCore.Builder;

namespace Keeper.Dashboard.Hosting;

/// <summary>Puts the dashboard's routes into a program.</summary>
public static class DashboardEndpoints
{
    /// <summary>
    /// Maps pages, files and the live connection at the root. Everything but the sign-in page and files needs a session.
    /// </summary>
    /// <param name="app">The program; routing and authentication may be set up before or be left to the framework.</param>
    /// <param name="conventions">Applied to every route, for example to tie them to one listener.</param>
    public static WebApplication MapKeeperDashboard(this WebApplication app, Action<IEndpointConventionBuilder>? conventions = null)
    {
        app.UseAntiforgery();
        IEndpointConventionBuilder[] routes =
        [
            app.MapStaticAssets(),
            app.MapRazorComponents<App>()
                .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = "'none'")
                .RequireAuthorization(DashboardServices.Policy),
            app.MapSignOut().RequireAuthorization(DashboardServices.Policy),
            app.MapTaskExport().RequireAuthorization(DashboardServices.Policy),
        ];
        foreach (var route in routes)
            conventions?.Invoke(route);
        return app;
    }
}
