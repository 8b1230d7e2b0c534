using Keeper.Gateway.Hosting;
using Keeper.Silo.Runtime;
using Keeper.Silo.Start;
using Keeper.Storage;
using Keeper.Storage.Leases;
using Microsoft.Extensions.Options;

namespace Keeper.Silo.Standby;

/// <summary>
/// A process that shares its database with others of its kind: the embedded runtime on PostgreSQL. It owns the sockets, the
/// signals and the data folder; what it does with them depends on whose turn it is.
/// </summary>
internal static class StandbyProcess
{
    /// <summary>Whether this configuration takes turns. SQLite has the lock of its folder, a cluster has its membership.</summary>
    public static bool IsMeantBy(IConfiguration configuration) =>
        GrainRuntime.TakesTurns
        && Enum.TryParse<StorageProvider>(configuration[$"{StorageOptions.Section}:Provider"], ignoreCase: true, out var provider)
        && provider == StorageProvider.PostgreSql;

    public static async Task RunAsync(WebApplicationBuilder builder, string[] args)
    {
        await using var process = Build(builder, args);
        var data = process.Services.GetRequiredService<DataFolder>();
        using var folder = Storage.Sqlite.DataFolder.Take(data.Path);
        // There before the first answer, whoever is active: what asks this process looks for its key.
        await AdminKey.OfAsync(data, process.Services.GetRequiredService<TimeProvider>(), CancellationToken.None);
        await process.StartAsync();
        var stopping = process.Lifetime.ApplicationStopping;
        await process.Services.GetRequiredService<Terms>().RunAsync(stopping);
        await process.StopAsync();
    }

    private static WebApplication Build(WebApplicationBuilder builder, string[] args)
    {
        KeeperApplication.AddProcess(builder);
        builder.Services.AddKeeperStorageOptions(builder.Configuration).AddKeeperGatewayOptions(builder.Configuration);
        builder.Services.AddSingleton<ILease>(services => new PostgreSqlLease(
            services.GetRequiredService<IOptions<StorageOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<PostgreSqlLease>>()));
        builder.Services.AddSingleton<LeaseWatch>().AddSingleton<Door>().AddSingleton<Terms>();
        builder.Services.AddSingleton<Func<Term, ITerm>>(services => term => ApplicationTerm.Build(
            args,
            term,
            new TermServer(services.GetRequiredService<Door>(), services.GetRequiredService<LeaseWatch>(), term),
            services.GetRequiredService<Listeners>()));
        var process = builder.Build();
        process.Run(process.Services.GetRequiredService<Door>().HandleAsync);
        return process;
    }
}
