using System.Net;
using Keeper.Client.Health;
using Keeper.Client.Http;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Whether the platform can take work. A stand-by or a degraded one is an answer, not an exception.</summary>
    public async Task<HealthReport> GetHealthAsync(CancellationToken cancellation = default)
    {
        var answer = await _sender.SendAsync(new ApiRequest(HttpMethod.Get, "/healthz") { Repeatable = true }, cancellation);
        if (answer.Status != HttpStatusCode.ServiceUnavailable)
            AnswerReader.EnsureSuccess(answer);
        var body = AnswerReader.TryRead(answer, ClientJson.Answers.HealthDocument);
        var status = body?.Status ?? (answer.IsSuccess ? "ok" : "unavailable");
        return new HealthReport(answer.Url, answer.IsSuccess, status, body?.Active, body?.Reasons);
    }
}
