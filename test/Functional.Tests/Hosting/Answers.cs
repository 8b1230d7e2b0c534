using System.Text;
using Keeper.Protocol.Operator;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>Plain requests and answers.</summary>
internal static class Answers
{
    /// <summary>The problem document of an answer.</summary>
    public static async Task<ProblemDocument> ProblemAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadFromJsonAsync(OperatorJson.Default.ProblemDocument))!;
    }

    /// <summary>Posts a body as it is, with that content type or with none.</summary>
    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient http, string path, string body, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return http.PostAsync(path, content);
    }
}
