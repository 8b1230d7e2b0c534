namespace Keeper.Storage.Agents;

/// <summary>Where a page of agents ended: VPC and name, neither of which can contain the slash between them.</summary>
internal static class AgentCursor
{
    public static string Of(AgentRow last) => $"{last.Vpc}/{last.Name}";

    /// <summary>Any text is a position; the lack of one is before the first.</summary>
    public static (string Vpc, string Name) Parse(string? cursor)
    {
        var parts = (cursor ?? "").Split('/', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "");
    }
}
