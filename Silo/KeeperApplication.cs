using Keeper.Dashboard.Hosting;
using Keeper.Gateway.Agents;
using Keeper.Gateway.Hosting;
using Keeper.Gateway.Listeners;
using Keeper.Gateway.Operator;
using Keeper.Grains;
using Keeper.Silo.Runtime;
using Keeper.Silo.Start;
using Keeper.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Keeper.Silo;

/// <summary>
/// Puts the server together: storage, grains, the two listeners, dashboard, built-in agent. Tests build the same thing.
/// </summary>
public static class KeeperApplication
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--data"] = "Keeper:DataPath",
    };

    /// <summary>Builds the server; nothing is opened or listened to before it is started.</summary>
    /// <param name="args">The command line: <c>--data DIR</c>, and any configuration key as <c>--Keeper:Key=value</c>.</param>
    /// <param name="configure">For tests: configuration beyond the command line, and services that take the place of the server's own.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = CreateBuilder(args);
        configure?.Invoke(builder);
        return Build(builder);
    }

    /// <summary>The program's configuration, and nothing of Keeper's yet.</summary>
    internal static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine(args, Switches);
        return builder;
    }

    internal static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets(); // does nothing when published: the files are there then

        AddProcess(builder);
        builder.Services.AddSingleton<IHealthProbe, StoreHealthProbe>();
        builder.Services.AddSingleton<IIncarnation, StoreIncarnation>();
        builder.Services.AddSingleton<IBackupSource, StoreBackup>();
        builder.Services.AddKeeperStorage(builder.Configuration);
        builder.AddGrainRuntime(); // Starts before, and stops after, everything that calls grains.
        builder.Services.AddKeeperGrains(builder.Configuration);
        builder.Services.AddKeeperGateway(builder.Configuration);
        AddDashboard(builder);
        builder.Services.AddHostedService<FirstStart>();
        builder.Services.AddHostedService<LocalAgent>();
        builder.Services.AddHostedService<SignInLink>();

        var app = builder.Build();
        app.UseKeeperListeners();
        // Said here, or the framework puts both before the gate, and agents' listeners would send strangers to the sign-in page.
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapKeeperGateway();
        app.MapGrainRuntime();
        app.MapOperatorApi();
        app.MapKeeperDashboard(routes => routes.On(Listener.Operator));
        return app;
    }

    /// <summary>What belongs to the process, whoever is active: its clock, its addresses, its folder.</summary>
    internal static void AddProcess(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiloOptions>().Bind(builder.Configuration.GetSection(SiloOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<Listeners>();
        builder.Services.AddSingleton(services => DataFolder.Of(services.GetRequiredService<IOptions<StorageOptions>>().Value));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ApplicationServices.GetRequiredService<Listeners>().Bind(kestrel));
    }

    private static void AddDashboard(WebApplicationBuilder builder)
    {
        builder.Services.AddKeeperDashboard();
        builder.Services.AddOptions<DashboardOptions>().Configure<DataFolder, IOptions<SiloOptions>>((dashboard, data, silo) =>
        {
            dashboard.GatewayUrl = silo.Value.Gateway.AdvertisedUrl ?? silo.Value.Gateway.Url;
            dashboard.KeysPath = Path.Combine(data.Path, "dashboard-keys");
        });
    }
}
