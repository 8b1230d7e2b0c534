namespace Orleans.Runtime;

/// <summary>Service keys under which a part of the runtime looks for its own <see cref="TimeProvider"/> before taking the unkeyed one.</summary>
public static class TimeProviderNames
{
    /// <summary>Grain timers.</summary>
    public const string Grains = "Orleans.Grains";

    /// <summary>Deadlines of calls.</summary>
    public const string Messaging = "Orleans.Messaging";

    /// <summary>Idle collection and the limits of activation and deactivation.</summary>
    public const string ActivationManagement = "Orleans.ActivationManagement";
}
