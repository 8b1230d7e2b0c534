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

    /// <summary>Why it was refused, as far as the answer tells: a stand-by names the active one.</summary>
    public string Refusal => AnswerReader.TryRead(this, ClientJson.Answers.ProblemDocument)?.Detail is { Length: > 0 } detail
        ? $"{(int)Status} {detail}" : $"{(int)Status} {Status}";

    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
