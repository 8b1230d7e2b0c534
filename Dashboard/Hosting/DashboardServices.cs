using Keeper.Dashboard.Access;
using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Live;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Radzen;

namespace Keeper.Dashboard.Hosting;

/// <summary>Registers the dashboard. An <c>IClusterClient</c> is the only thing it takes from its host.</summary>
public static class DashboardServices
{
    /// <summary>The policy of every page: a session of a viewer, an operator or an admin.</summary>
    internal const string Policy = "keeper-dashboard";

    /// <summary>Adds everything that <see cref="DashboardEndpoints.MapKeeperDashboard"/> needs.</summary>
    public static IServiceCollection AddKeeperDashboard(this IServiceCollection services, Action<DashboardOptions>? configure = null)
    {
        services.AddOptions<DashboardOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        AddSessions(services);
        AddLiveData(services);
        services.AddScoped<CurrentUser>();
        services.AddScoped<Actions>();
        services.AddScoped<PageFocus>();
        return services;
    }

    private static void AddSessions(IServiceCollection services)
    {
        services.AddSingleton<SignInThrottle>();
        services.AddScoped<SignInDesk>();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(o => o.Cookie.Name = "keeper-antiforgery");
        services.AddAuthentication().AddCookie(Session.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Session.Scheme).Configure<IOptions<DashboardOptions>>((cookie, options) =>
        {
            cookie.Cookie.Name = "keeper-session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = Session.SignInPath;
            cookie.AccessDeniedPath = Session.SignInPath;
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = options.Value.SessionLength;
            cookie.SlidingExpiration = true;
        });
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy
            .AddAuthenticationSchemes(Session.Scheme)
            .RequireAuthenticatedUser());
        services.AddDataProtection().SetApplicationName("Keeper.Dashboard");
        services.AddSingleton<IConfigureOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>, SessionKeys>();
    }

    private static void AddLiveData(IServiceCollection services)
    {
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ILiveFeed>(s => s.GetRequiredService<LiveFeed>());
        services.AddHostedService(s => s.GetRequiredService<LiveFeed>());
        services.AddSingleton<PrerenderedViews>();
        services.AddScoped<Ticker>();
    }
}
