using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Keeper.Protocol.Json;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tasks;

/// <summary>The kinds of instruction that Keeper knows by itself. Agents may announce more.</summary>
public static class InstructionKinds
{
    /// <summary>Longest arguments in characters.</summary>
    public const int MaxArgumentsLength = 128 * 1024;

    private static readonly FrozenDictionary<string, InstructionKind> Known = new InstructionKind[]
    {
        new(PortArguments.Kind, PortArguments.About, PortArguments.Example, PortArguments.Read, _ => true),
        new(DomainArguments.Kind, DomainArguments.About, DomainArguments.Example, DomainArguments.Read, _ => true),
        new(HttpArguments.Kind, HttpArguments.About, HttpArguments.Example, HttpArguments.Read, a => a is HttpArguments { Method: "GET" or "HEAD" }),
        new(TlsArguments.Kind, TlsArguments.About, TlsArguments.Example, TlsArguments.Read, _ => true),
        new(IcmpArguments.Kind, IcmpArguments.About, IcmpArguments.Example, IcmpArguments.Read, _ => true),
        new(MetricsArguments.Kind, MetricsArguments.About, MetricsArguments.Example, MetricsArguments.Read, _ => true),
        new(ScrapeArguments.Kind, ScrapeArguments.About, ScrapeArguments.Example, ScrapeArguments.Read, _ => true),
        new(DatabaseArguments.Kind, DatabaseArguments.About, DatabaseArguments.Example, DatabaseArguments.Read, a => a is DatabaseArguments { IsRepeatable: true }),
        new(LogArguments.Kind, LogArguments.About, LogArguments.Example, LogArguments.Read, _ => true),
        new(ObjectStorageArguments.Kind, ObjectStorageArguments.About, ObjectStorageArguments.Example, ObjectStorageArguments.Read, _ => true),
        new(CommandArguments.Kind, CommandArguments.About, CommandArguments.Example, CommandArguments.Read, _ => false),
        new(MessageArguments.Kind, MessageArguments.About, MessageArguments.Example, MessageArguments.Read, _ => false),
    }.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<InstructionKind> All { get; } = [.. Known.Values.OrderBy(k => k.Name, StringComparer.Ordinal)];

    /// <summary>Finds a kind.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out InstructionKind? kind) => Known.TryGetValue(name, out kind);

    /// <summary>Whether an attempt of a stored instruction may be repeated; unknown kinds may not.</summary>
    public static bool IsRepeatable(string name, RawJson arguments) =>
        Known.TryGetValue(name, out var kind)
        && kind.Read(new ObjectReader(arguments.Parse(), "arguments", new Faults())) is { } read
        && kind.IsRepeatable(read);
}
