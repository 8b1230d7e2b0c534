namespace Keeper.Gateway.Hosting;

/// <summary>Section <c>Keeper:Gateway</c>: limits of the HTTP server.</summary>
public sealed class GatewayOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Keeper:Gateway";

    /// <summary>Most connections to each listening address at a time; one more is closed at once.</summary>
    public int MaxConnections { get; set; } = 50_000;

    /// <summary>How long a request's headers may take to arrive.</summary>
    public int HeaderTimeoutSeconds { get; set; } = 15;

    /// <summary>How long a connection may be idle between requests.</summary>
    public int KeepAliveSeconds { get; set; } = 130;

    /// <summary>Most requests that wait for a task's end at a time.</summary>
    public int MaxTaskWaiters { get; set; } = 10_000;

    /// <summary>Every fault with key, value and limit.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxConnections is < 10 or > 1_000_000)
            yield return Fault(nameof(MaxConnections), MaxConnections, 10, 1_000_000);
        if (HeaderTimeoutSeconds is < 1 or > 300)
            yield return Fault(nameof(HeaderTimeoutSeconds), HeaderTimeoutSeconds, 1, 300);
        if (KeepAliveSeconds is < 1 or > 3600)
            yield return Fault(nameof(KeepAliveSeconds), KeepAliveSeconds, 1, 3600);
        if (MaxTaskWaiters is < 1 or > 1_000_000)
            yield return Fault(nameof(MaxTaskWaiters), MaxTaskWaiters, 1, 1_000_000);
    }

    private static string Fault(string name, int value, int min, int max) =>
        $"{Section}:{name} is {value}; allowed are {min} to {max}";
}
