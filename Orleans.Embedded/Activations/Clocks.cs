using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The clocks of the runtime: each can be replaced by key, all of them by replacing the unkeyed one.</summary>
internal sealed class Clocks(IServiceProvider services)
{
    /// <summary>Grain timers.</summary>
    public TimeProvider Grains { get; } = Find(services, TimeProviderNames.Grains);

    /// <summary>Deadlines of calls.</summary>
    public TimeProvider Calls { get; } = Find(services, TimeProviderNames.Messaging);

    /// <summary>Idle collection and the limits of activation and deactivation.</summary>
    public TimeProvider Collection { get; } = Find(services, TimeProviderNames.ActivationManagement);

    private static TimeProvider Find(IServiceProvider services, string name) =>
        services.GetKeyedService<TimeProvider>(name) ?? services.GetService<TimeProvider>() ?? TimeProvider.System;
}
