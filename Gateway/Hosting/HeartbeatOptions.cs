namespace Keeper.Gateway.Hosting;

/// <summary>What the gateway needs of the section <c>Keeper:Agents</c>.</summary>
public sealed class HeartbeatOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Keeper:Agents";

    /// <summary>How often agents have to poll at least, and the longest that a poll is parked.</summary>
    public int HeartbeatSeconds { get; set; } = 5;

    /// <summary>Every fault with key, value and limit.</summary>
    public IEnumerable<string> Faults()
    {
        if (HeartbeatSeconds is < 1 or > 300)
            yield return $"{Section}:{nameof(HeartbeatSeconds)} is {HeartbeatSeconds}; allowed are 1 to 300";
    }
}
