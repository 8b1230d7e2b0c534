using Keeper.Protocol.Operator;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Http;

/// <summary>The one place that writes problems.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            // Half an answer is out; only a broken connection can still say that the rest is missing.
            context.Abort();
            return Task.CompletedTask;
        }

        response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (problem.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        if (problem.ClosesConnection)
            response.Headers.Connection = "close";
        return JsonAnswer.WriteAsync(response, Document(problem), OperatorJson.Default.ProblemDocument, ContentType);
    }

    private static ProblemDocument Document(Problem problem) => new()
    {
        Type = ProblemDocument.TypePrefix + problem.Word,
        Title = problem.Title,
        Status = problem.Status,
        Detail = problem.Detail,
        Errors = problem.Errors,
        Ids = problem.Ids,
    };
}
