using System.Net;
using Keeper.Gateway.Cluster;
using Keeper.Grains.Live;
using Keeper.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace Keeper.Silo.Runtime;

/// <summary>
/// The grain runtime of this build: Microsoft Orleans, a cluster of equal silos over PostgreSQL (docs/orleans.md).
/// </summary>
internal static class GrainRuntime
{
    // The name under which Npgsql is known to Orleans' ADO.NET providers.
    private const string Npgsql = "Npgsql";

    /// <summary>All silos of the cluster are active.</summary>
    public static bool TakesTurns => false;

    public static void AddGrainRuntime(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(OrleansOptions.Section);
        builder.Services.AddOptions<OrleansOptions>().Bind(section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<OrleansOptions>, OrleansOptionsValidator>();
        builder.Services.AddHostedService<OrleansTables>();
        builder.Services.AddHostedService<OrleansSiloWatch>();
        builder.UseOrleans(silo =>
        {
            silo.UseAdoNetClustering(options => options.Configure<IOptions<StorageOptions>>((clustering, storage) =>
            {
                clustering.Invariant = Npgsql;
                clustering.ConnectionString = storage.Value.ConnectionString;
            }));
            AddStorage(silo);
            AddDirectory(silo, section);
            silo.AddMemoryStreams(LiveStream.Provider);
            AddOptions(silo.Services);
        });
    }

    /// <summary>What the gateway has besides in this form: it tells agents when a silo was lost.</summary>
    public static void MapGrainRuntime(this IEndpointRouteBuilder routes) => routes.MapSiloLosses();

    // Who listens to a stream must be known when the silo that kept it is gone.
    private static void AddStorage(ISiloBuilder silo)
    {
        foreach (var name in (string[])["Default", "PubSubStore"])
        {
            silo.AddAdoNetGrainStorage(name, options => options.Configure<IOptions<StorageOptions>>((grains, storage) =>
            {
                grains.Invariant = Npgsql;
                grains.ConnectionString = storage.Value.ConnectionString;
            }));
        }
    }

    private static void AddDirectory(ISiloBuilder silo, IConfigurationSection section)
    {
        if (!section.GetValue<bool>(nameof(OrleansOptions.StrongDirectory)))
            return;
#pragma warning disable ORLEANSEXP003 // Marked experimental; off by default, and nothing but the number of retries depends on it.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // So long, less the time of finding it out, a lost silo's grains are granted to nobody. Orleans' own 30 s would be
        // an outage; twice the time of finding it out keeps the five seconds.
        silo.Services.AddOptions<GrainDirectoryOptions>().Configure<IOptions<OrleansOptions>>((directory, keeper) =>
            Bind(directory, ("RangeLeaseDuration", 2 * keeper.Value.MissedProbes * LongestProbe(keeper.Value))));
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<ClusterOptions>().Configure<IOptions<OrleansOptions>>((cluster, keeper) =>
        {
            cluster.ClusterId = keeper.Value.ClusterId;
            cluster.ServiceId = keeper.Value.ServiceId;
        });
        services.AddOptions<EndpointOptions>().Configure<IOptions<OrleansOptions>>((endpoint, keeper) =>
        {
            endpoint.AdvertisedIPAddress = IPAddress.Parse(keeper.Value.Address);
            endpoint.SiloPort = keeper.Value.Port;
            endpoint.GatewayPort = 0; // Everything that calls grains lives in a silo.
        });
        services.AddOptions<SiloMessagingOptions>().Configure<IOptions<OrleansOptions>>((messaging, keeper) =>
            messaging.ResponseTimeout = TimeSpan.FromSeconds(keeper.Value.ResponseTimeoutSeconds));
        // What a grain throws reaches its caller as what it is.
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add("Keeper"));
        services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<OrleansOptions>>(Watch);
    }

    // A dead silo is found by MissedProbes failed probes. A killed one fails them at once; a paused one lets each run into its
    // time-out, and for as long as that may take at most it is also spared because it was heard of lately: 2.1 s with the
    // defaults.
    private static void Watch(ClusterMembershipOptions membership, IOptions<OrleansOptions> keeper)
    {
        membership.ProbeTimeout = TimeSpan.FromMilliseconds(keeper.Value.ProbeMilliseconds);
        Bind(membership, ("MinProbeTimeout", membership.ProbeTimeout), ("MaxProbeTimeout", LongestProbe(keeper.Value)));
        membership.NumMissedProbesLimit = keeper.Value.MissedProbes;
        membership.NumVotesForDeathDeclaration = 2; // Orleans asks for one where only two silos are left.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5); // Should gossip get lost.
        // A silo that starts after a crash of all must not wait for the dead for longer than 3 × 5 s.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 3;
    }

    private static TimeSpan LongestProbe(OrleansOptions keeper) => 2 * TimeSpan.FromMilliseconds(keeper.ProbeMilliseconds);

    // By name, because older versions of Orleans do not know all settings.
    private static void Bind(object options, params IEnumerable<(string Name, TimeSpan Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)$"{setting.Value}")))
        .Build().Bind(options);
}
