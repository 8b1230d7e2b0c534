using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>
/// What a database must answer: a pattern for the first value, or an object with
/// <c>rows {atLeast?, atMost?}</c>, <c>value</c>, <c>maxLatencyMs</c> and <c>role</c>.
/// </summary>
public sealed record DatabaseExpectation
{
    /// <summary>More rows than this are never read, so they can't be asked for.</summary>
    public const int MaxRows = 10_000;

    /// <summary>Nothing but an answer.</summary>
    public static DatabaseExpectation None { get; } = new();

    /// <summary>Fewest rows, 0 to <see cref="MaxRows"/>.</summary>
    public int? RowsAtLeast { get; init; }

    /// <summary>Most rows, 0 to <see cref="MaxRows"/>.</summary>
    public int? RowsAtMost { get; init; }

    /// <summary>What the first column of the first row must match.</summary>
    public Regex? Value { get; init; }

    /// <summary>How long the query, or the ping without one, may take; 1 to 300,000 ms.</summary>
    public int? MaxLatencyMs { get; init; }

    /// <summary><c>primary</c> (takes writes) or <c>replica</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Whether it is about the answer to a query.</summary>
    public bool NeedsQuery => RowsAtLeast is not null || RowsAtMost is not null || Value is not null;

    /// <summary>Reads the field; what is absent expects nothing.</summary>
    internal static DatabaseExpectation Read(ObjectReader reader, string field) => reader.PatternOrGroup(
        field, pattern => new DatabaseExpectation { Value = pattern }, ReadGroup,
        about: "What must be answered: a regular expression for the first value, or an object with rows, value, maxLatencyMs, role.") ?? None;

    private static DatabaseExpectation? ReadGroup(ObjectReader reader)
    {
        var rows = reader.Group("rows", ReadRows, about: "How many rows the query must bring.");
        var value = reader.Pattern("value", about: "Regular expression that the first column of the first row must match.");
        var latency = reader.Number("maxLatencyMs", 1, 300_000, about: "How long the query, or the ping without one, may take, in milliseconds.");
        var role = reader.Choice("role", ["primary", "replica"], about: "What the server must be: primary takes writes.");
        reader.Done();
        return reader.Faulty ? null : (rows ?? None) with { Value = value, MaxLatencyMs = latency, Role = role };
    }

    private static DatabaseExpectation? ReadRows(ObjectReader reader)
    {
        var least = reader.Number("atLeast", 0, MaxRows, about: "Fewest rows.");
        var most = reader.Number("atMost", 0, MaxRows, about: "Most rows.");
        if (least > most)
            reader.Fault("atLeast", $"is {least}, which is more than atMost, {most}");
        reader.Done();
        return reader.Faulty ? null : new() { RowsAtLeast = least, RowsAtMost = most };
    }
}
