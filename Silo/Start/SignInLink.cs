using Keeper.Grains.Access;
using Orleans;

namespace Keeper.Silo.Start;

/// <summary>Tells whoever started the silo where to go next.</summary>
internal sealed class SignInLink(
    IGrainFactory grains, Listeners listeners, DataFolder data, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await lifetime.WaitForStartAsync(stoppingToken))
            return;
        var code = await grains.GetGrain<IAccessGrain>(0).IssueSignInAsync(AdminKey.Name);
        // Written to the console and not to the log: the link signs in, and logs are kept and shipped.
        await Console.Out.WriteLineAsync($"""

            Keeper is up.
              dashboard   {listeners.Operator}/signin?code={code}
                          (signs in once, within five minutes; afterwards with the key)
              API         {listeners.Operator}/api/v1
              agents      {listeners.Gateway}
              data        {data.Path}
              admin key   {AdminKey.PathIn(data.Path)}

            """);
    }
}
