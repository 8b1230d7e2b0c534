using System.Net;

namespace Keeper.Client.Http;

/// <summary>One answer, read to its end.</summary>
internal sealed record ApiAnswer(Uri Url, HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
