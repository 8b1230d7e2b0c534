namespace Orleans.Configuration;

/// <summary>What silo and client have in common about calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer. 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Calls in the silo.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How many calls may wait for one activation before more are refused; 0 for any number.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }
}

/// <summary>Calls from a client.</summary>
public class ClientMessagingOptions : MessagingOptions;

/// <summary>Idle collection, and the limits of start and end of activations.</summary>
public class GrainCollectionOptions
{
    /// <summary>How long an activation may be idle before it is collected. 15 min.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for. 1 min.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Collection ages by full class name.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    /// <summary>How long activation may take. 30 s.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long deactivation may take. 30 s.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Which cluster a silo or client belongs to.</summary>
public class ClusterOptions
{
    /// <summary>The default of <see cref="ClusterId"/>.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The default of <see cref="ServiceId"/>.</summary>
    public const string DefaultServiceId = "default";

    /// <summary>The cluster's name.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>The service's name.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}
