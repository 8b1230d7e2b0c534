namespace Keeper.Gateway.Operator;

/// <summary>What the OpenAPI document says of one call.</summary>
/// <param name="Id">Name of the call for generated clients.</param>
/// <param name="Summary">One line.</param>
/// <param name="Answer">What it answers; <see langword="null"/> for nothing.</param>
internal sealed record Operation(string Id, string Summary, Type? Answer)
{
    public int Status { get; init; } = 200;

    /// <summary>The body that it takes, if any.</summary>
    public Type? Body { get; init; }

    public bool BodyIsOptional { get; init; }

    public IReadOnlyList<OperationQuery> Query { get; init; } = [];

    /// <summary>Statuses of problems beyond those that every call can have.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];
}

/// <summary>A query parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">One line.</param>
/// <param name="Type">JSON type.</param>
internal sealed record OperationQuery(string Name, string Description, string Type = "string")
{
    public static readonly OperationQuery Limit = new("limit", "At most this many, 1 to 1000; 100 by default.", "integer");
    public static readonly OperationQuery Cursor = new("cursor", "`next` of the page before.");
}
