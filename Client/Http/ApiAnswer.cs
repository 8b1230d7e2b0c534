using System.Net;
using Keeper.Protocol.Operator;

namespace Keeper.Client.Http;

/// <summary>One answer, read to its end.</summary>
internal sealed record ApiAnswer(Uri Url, HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    /// <summary>Whether it comes from a process that is not the active one and has done nothing.</summary>
    public bool IsOfStandby =>
        Status == HttpStatusCode.ServiceUnavailable
        && AnswerReader.TryRead(this, ClientJson.Answers.ProblemDocument)?.Type == ProblemDocument.TypePrefix + ProblemDocument.Standby;

    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
