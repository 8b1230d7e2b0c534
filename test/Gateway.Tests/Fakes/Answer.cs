using System.Text.Json;
using Keeper.Protocol.Operator;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>An answer that was read to its end.</summary>
internal sealed record Answer(HttpResponseMessage Response, string Text)
{
    public int Status => (int)Response.StatusCode;

    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The problem, which must be one and carry the status of the answer.</summary>
    public ProblemDocument Problem
    {
        get
        {
            Assert.Equal("application/problem+json", Response.Content.Headers.ContentType?.MediaType);
            var problem = JsonSerializer.Deserialize(Text, OperatorJson.Default.ProblemDocument)!;
            Assert.Equal(Status, problem.Status);
            Assert.StartsWith(ProblemDocument.TypePrefix, problem.Type, StringComparison.Ordinal);
            return problem;
        }
    }
}
