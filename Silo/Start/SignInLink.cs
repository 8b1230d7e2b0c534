using Keeper.Grains.Access;
using Orleans;

namespace Keeper.Silo.Start;

/// <summary>Tells whoever started the silo where to go next, once the listeners are up.</summary>
internal sealed class SignInLink(IGrainFactory grains, Listeners listeners, DataFolder data) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
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

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
