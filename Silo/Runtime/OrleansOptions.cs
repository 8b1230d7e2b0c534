using System.Net;
using Keeper.Storage;
using Microsoft.Extensions.Options;

namespace Keeper.Silo.Runtime;

/// <summary>This silo's place in the cluster (section <c>Keeper:Orleans</c>; docs/orleans.md).</summary>
internal sealed class OrleansOptions
{
    public const string Section = "Keeper:Orleans";

    /// <summary>Silos with the same id and database form one cluster.</summary>
    public string ClusterId { get; set; } = "keeper";

    /// <summary>Names the stored state; must outlive clusters.</summary>
    public string ServiceId { get; set; } = "keeper";

    /// <summary>The IP address at which the other silos reach this one. It listens on no other.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port at which the other silos reach this one, 1 to 65535.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>How often a silo is probed, and how long it may take to answer: 200 to 10,000 ms.</summary>
    public int ProbeMilliseconds { get; set; } = 350;

    /// <summary>Probes that must fail in a row before a silo is voted dead, 2 to 10.</summary>
    public int MissedProbes { get; set; } = 3;

    /// <summary>How long a grain call may take, 1 to 300 s.</summary>
    public int ResponseTimeoutSeconds { get; set; } = 15;

    /// <summary>
    /// Whether Orleans' strongly consistent grain directory is used. It keeps two activations of a grain from overlapping
    /// after a failure by refusing the dead silo's grains for a while (docs/orleans.md has the figures); Keeper needs no
    /// such promise, because the database's row versions decide.
    /// </summary>
    public bool StrongDirectory { get; set; }
}

/// <summary>Finds every fault of the options at once, each with its key, value and limit.</summary>
internal sealed class OrleansOptionsValidator(IOptions<StorageOptions> storage) : IValidateOptions<OrleansOptions>
{
    public ValidateOptionsResult Validate(string? name, OrleansOptions options)
    {
        var faults = Faults(options).Concat(Ranges(options)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(OrleansOptions options)
    {
        if (storage.Value.Provider != StorageProvider.PostgreSql)
            yield return $"Keeper:Storage:Provider is {storage.Value.Provider}; a silo of a cluster needs PostgreSql.";
        foreach (var (key, value) in new[] { ("ClusterId", options.ClusterId), ("ServiceId", options.ServiceId) })
        {
            if (string.IsNullOrWhiteSpace(value) || value.Length > 150)
                yield return $"{OrleansOptions.Section}:{key} is '{value}'; it must have 1 to 150 characters.";
        }

        if (!IPAddress.TryParse(options.Address, out var address))
            yield return $"{OrleansOptions.Section}:Address is '{options.Address}'; it must be an IP address.";
        else if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return $"{OrleansOptions.Section}:Address is '{options.Address}'; it must be one at which other silos reach this one.";
    }

    private static IEnumerable<string> Ranges(OrleansOptions options) =>
        from range in new (string Key, int Value, int Least, int Most)[]
        {
            ("Port", options.Port, 1, IPEndPoint.MaxPort),
            ("ProbeMilliseconds", options.ProbeMilliseconds, 200, 10_000),
            ("MissedProbes", options.MissedProbes, 2, 10),
            ("ResponseTimeoutSeconds", options.ResponseTimeoutSeconds, 1, 300),
        }
        where range.Value < range.Least || range.Value > range.Most
        select $"{OrleansOptions.Section}:{range.Key} is {range.Value}; it must be from {range.Least} to {range.Most}.";
}
