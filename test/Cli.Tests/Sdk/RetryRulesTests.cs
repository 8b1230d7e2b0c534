using System.Net;
using Keeper.Client.Http;

namespace Keeper.Cli.Tests.Sdk;

public sealed class RetryRulesTests
{
    private static readonly ApiRequest Repeatable = new(HttpMethod.Get, "/") { Repeatable = true };
    private static readonly ApiRequest Once = new(HttpMethod.Post, "/");

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void MayRepeat_CallThatMustNotRunTwice_OnlyIfItWasNeverSent(HttpRequestError fault, bool expected) =>
        Assert.Equal(expected, RetryRules.MayRepeat(Once, fault));

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, false)]
    public void MayRepeat_RepeatableCall_UnlessItWouldFailAgain(HttpRequestError fault, bool expected) =>
        Assert.Equal(expected, RetryRules.MayRepeat(Repeatable, fault));

    [Theory]
    [InlineData(1, 1, 200)]
    [InlineData(2, 1, 400)]
    [InlineData(4, 1, 1600)]
    [InlineData(5, 1, 2000)]
    [InlineData(1000, 1, 2000)]
    [InlineData(1, 3, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 3, 200)]
    [InlineData(6, 3, 400)]
    public void PauseAfterFault_Attempt_PausesOnlyWhenEveryAddressWasTried(int attempt, int urls, double milliseconds) =>
        Assert.Equal(milliseconds, RetryRules.PauseAfterFault(attempt, urls).TotalMilliseconds);

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, 3, 1, 1, 3)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 3, 1, 2, 0)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 3, 2, 2, 3)]
    [InlineData(HttpStatusCode.TooManyRequests, 3, 1, 2, 3)]
    public void PauseAfterRefusal_ForNow_IsWhatTheServerAskedForOrTheNextAddress(
        HttpStatusCode status, int retryAfter, int attempt, int urls, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds), RetryRules.PauseAfterRefusal(Repeatable, Answer(status, retryAfter), attempt, urls));

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.OK)]
    public void PauseAfterRefusal_AnotherStatus_Stands(HttpStatusCode status) =>
        Assert.Null(RetryRules.PauseAfterRefusal(Repeatable, Answer(status, 1), attempt: 1, urls: 2));

    [Fact]
    public void PauseAfterRefusal_CallThatMustNotRunTwice_Stands() =>
        Assert.Null(RetryRules.PauseAfterRefusal(Once, Answer(HttpStatusCode.ServiceUnavailable, 1), attempt: 1, urls: 2));

    [Fact]
    public void PauseAfterRefusal_StandbyDidNothingOfIt_GoesToTheNextAddress() =>
        Assert.Equal(
            TimeSpan.Zero,
            RetryRules.PauseAfterRefusal(
                Once,
                Answer(HttpStatusCode.ServiceUnavailable, 1) with { Body = """{"type":"urn:keeper:problem:standby","title":"","status":503,"errors":{}}"""u8.ToArray() },
                attempt: 1,
                urls: 2));

    [Fact]
    public void SilenceBeforeNext_AnotherAddressAndARepeatableCall_IsTheWaitAskedForAndALittle()
    {
        Assert.Equal(
            TimeSpan.FromSeconds(23), RetryRules.SilenceBeforeNext(Repeatable with { Wait = TimeSpan.FromSeconds(20) }, 1, urls: 2, maxAttempts: 3));
        Assert.Null(RetryRules.SilenceBeforeNext(Once, 1, urls: 2, maxAttempts: 3));
        Assert.Null(RetryRules.SilenceBeforeNext(Repeatable, 1, urls: 1, maxAttempts: 3));
        Assert.Null(RetryRules.SilenceBeforeNext(Repeatable, 3, urls: 2, maxAttempts: 3));
    }

    [Fact]
    public void PauseAfterRefusal_NoRetryAfter_Stands() =>
        Assert.Null(RetryRules.PauseAfterRefusal(
            Repeatable, Answer(HttpStatusCode.ServiceUnavailable, 1) with { RetryAfter = null }, attempt: 1, urls: 1));

    private static ApiAnswer Answer(HttpStatusCode status, int retryAfter) =>
        new(new Uri("http://a"), status, [], TimeSpan.FromSeconds(retryAfter));
}
