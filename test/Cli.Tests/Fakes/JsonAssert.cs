using System.Text.Json.Nodes;

namespace Keeper.Cli.Tests.Fakes;

/// <summary>Compares JSON by its meaning.</summary>
internal static class JsonAssert
{
    public static void Equal(string expected, string actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)),
            $"Expected: {expected}\nActual:   {actual}");
}
