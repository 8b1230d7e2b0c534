using Orleans;
using Orleans.CodeGeneration;

namespace Keeper.Grains.Access;

/// <summary>What a key may do (design.md section 7). The numbers are stored: never renumber.</summary>
public enum Role
{
    /// <summary>Read.</summary>
    Viewer = 0,

    /// <summary>Read, and submit and cancel tasks.</summary>
    Operator = 1,

    /// <summary>Everything.</summary>
    Admin = 2,

    /// <summary>Offer a component to a service group, and nothing else.</summary>
    Component = 3,

    /// <summary>Use the proxies, and nothing else.</summary>
    Proxy = 4,
}

/// <summary>Who a key belongs to.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Role">What it may do.</param>
[GenerateSerializer, Immutable, Alias("keeper.Principal")]
public sealed record Principal([property: Id(0)] string Name, [property: Id(1)] Role Role);

/// <summary>Keys, one-time sign-ins and the audit log. Any number of activations; use key 0.</summary>
[Alias("keeper.IAccessGrain"), Version(1)]
public interface IAccessGrain : IGrainWithIntegerKey
{
    /// <summary>Who a key belongs to; <see langword="null"/> when there is no such key.</summary>
    /// <param name="keyHash">SHA-256 of the key, in lower-case hex (<c>Keeper.Protocol.Security.Secrets.Hash</c>).</param>
    [Alias("FindKey")]
    Task<Principal?> FindKeyAsync(string keyHash);

    /// <summary>
    /// Makes a code with which a browser signs in once, for five minutes, as the given key's owner.
    /// </summary>
    [Alias("IssueSignIn")]
    Task<string> IssueSignInAsync(string keyName);

    /// <summary>Uses a sign-in code up; <see langword="null"/> when it is unknown, used or too old.</summary>
    [Alias("RedeemSignIn")]
    Task<Principal?> RedeemSignInAsync(string code);

    /// <summary>Writes to the audit log; it is on disk when this answers.</summary>
    [Alias("Audit")]
    Task AuditAsync(AuditEntry entry);

    /// <summary>One page of the audit log, newest first.</summary>
    [Alias("ListAudit")]
    Task<AuditPage> ListAuditAsync(int limit, string? cursor);
}

/// <summary>Somebody changed something.</summary>
/// <param name="At">When; set by the grain.</param>
/// <param name="Principal">Who.</param>
/// <param name="Action">What, for example <c>task.cancel</c>.</param>
/// <param name="Target">On what, for example an id.</param>
/// <param name="Detail">More, for people; never a secret.</param>
[GenerateSerializer, Immutable, Alias("keeper.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Principal,
    [property: Id(2)] string Action,
    [property: Id(3)] string Target,
    [property: Id(4)] string Detail);

/// <summary>One page of the audit log.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">Cursor of the next page; <see langword="null"/> on the last.</param>
[GenerateSerializer, Immutable, Alias("keeper.AuditPage")]
public sealed record AuditPage([property: Id(0)] IReadOnlyList<AuditEntry> Items, [property: Id(1)] string? Next);
