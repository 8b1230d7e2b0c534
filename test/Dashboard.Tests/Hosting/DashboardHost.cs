using Keeper.Dashboard.Hosting;
using Keeper.Dashboard.Live;
using Keeper.Dashboard.Tests.Fakes;
using Orleans;

namespace Keeper.Dashboard.Tests.Hosting;

/// <summary>The dashboard in a program of its own, over invented data.</summary>
internal static class DashboardHost
{
    public static WebApplication Build(FakePlatform platform, string url = "http://127.0.0.1:0", Action<DashboardOptions>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Under the test runner neither the entry assembly nor the current folder says where the files are.
            ApplicationName = typeof(DashboardHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseUrls(url).UseStaticWebAssets();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(platform.Time);
        builder.Services.AddSingleton<IClusterClient>(services => new FakeCluster(platform, services));
        builder.Services.AddKeeperDashboard(configure);
        builder.Services.Remove(builder.Services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(LiveFeed)));
        builder.Services.AddSingleton<ILiveFeed>(platform);
        var app = builder.Build();
        app.MapKeeperDashboard();
        return app;
    }
}
