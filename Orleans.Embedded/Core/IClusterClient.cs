namespace Orleans;

/// <summary>The way into the silo from outside grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the host that the client lives in.</summary>
    IServiceProvider ServiceProvider { get; }
}
