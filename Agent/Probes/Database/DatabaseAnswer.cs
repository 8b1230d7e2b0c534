namespace Keeper.Agent.Probes.Database;

/// <summary>What a query brought.</summary>
/// <param name="Rows">How many rows, at most <see cref="MaxRows"/>.</param>
/// <param name="Value">First column of the first row, cut; <see langword="null"/> when there is none or it is NULL.</param>
internal sealed record QueryAnswer(int Rows, string? Value)
{
    /// <summary>One more than anybody can ask for, so that "too many" is seen without reading on.</summary>
    public const int MaxRows = Protocol.Probes.DatabaseExpectation.MaxRows + 1;

    /// <summary>Longest value that is kept, in bytes of the wire.</summary>
    public const int MaxValueBytes = 4096;
}

/// <summary>What a database said of itself, and what it answered.</summary>
internal sealed record DatabaseAnswer
{
    /// <summary>The server and its version, as it says.</summary>
    public string Server { get; init; } = "";

    /// <summary>Why it counts as alive though nobody logged in; <see langword="null"/> after a login.</summary>
    public string? NoLogin { get; init; }

    /// <summary><c>primary</c>, <c>replica</c>, another word of the server's, or <see langword="null"/> when it was not asked.</summary>
    public string? Role { get; init; }

    /// <summary>The answer to the query, when there was one.</summary>
    public QueryAnswer? Query { get; init; }

    /// <summary>How long the query, or the ping without one, took; <see langword="null"/> when there was neither.</summary>
    public double? QueryMs { get; init; }
}
