using System.Net;
using Keeper.Agent.Permissions.Limits;

namespace Keeper.Agent.Permissions;

/// <summary>What instructions may reach from this host, whatever the platform asks for.</summary>
public class LocalLimits
{
    /// <summary>Everything is allowed.</summary>
    public static LocalLimits None { get; } = new();

    /// <summary>Asked before an instruction is looked into.</summary>
    /// <exception cref="DeniedException">A rule forbids it.</exception>
    public virtual void CheckKind(string kind)
    {
    }

    /// <summary>Asked with the address itself, after names were looked up, before anything is sent to it.</summary>
    /// <param name="address">The target.</param>
    /// <param name="port">Its port; <see langword="null"/> for protocols without ports (ICMP).</param>
    /// <exception cref="DeniedException">A rule forbids it.</exception>
    public virtual void CheckTarget(IPAddress address, int? port)
    {
    }

    /// <summary>Asked with the full path before a file or folder is opened.</summary>
    /// <exception cref="DeniedException">A rule forbids it.</exception>
    public virtual void CheckPath(string path)
    {
    }

    /// <summary>These limits and others: what either forbids is forbidden.</summary>
    public LocalLimits And(LocalLimits others) => new CombinedLimits([this, others]);

    /// <summary>
    /// Those of a host's addresses that may be reached. Connect to what comes back and look nothing up again: a second
    /// answer of the name server could be another address.
    /// </summary>
    /// <exception cref="DeniedException">None may; the message is about the first.</exception>
    public IReadOnlyList<IPAddress> AllowedOf(IReadOnlyList<IPAddress> addresses, int? port)
    {
        var allowed = new List<IPAddress>(addresses.Count);
        DeniedException? denied = null;
        foreach (var address in addresses)
        {
            try
            {
                CheckTarget(address, port);
                allowed.Add(address);
            }
            catch (DeniedException e)
            {
                denied ??= e;
            }
        }

        return allowed.Count == 0 && denied is not null ? throw denied : allowed;
    }
}
