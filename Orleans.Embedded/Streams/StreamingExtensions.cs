using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>Stream providers for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The provider of that name.</summary>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

    /// <summary>The provider of that name.</summary>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
        grain.GrainContext.ActivationServices.GetRequiredKeyedService<IStreamProvider>(name);
}

/// <summary>Stream providers for code outside grains.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The provider of that name.</summary>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        Embedded.Activations.GrainFactory.SiloOf(client).Services.GetRequiredKeyedService<IStreamProvider>(name);
}
