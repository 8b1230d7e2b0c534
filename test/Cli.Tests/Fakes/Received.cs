using System.Text.Json.Nodes;

namespace Keeper.Cli.Tests.Fakes;

/// <summary>A request as it arrived at the fake API.</summary>
internal sealed record Received(string Method, string Path, string Query, string? Authorization, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public override string ToString() => $"{Method} {Path}{Query}";
}
