using Keeper.Agent.Probes.ObjectStorage;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.ObjectStorage;

/// <summary>What a storage that answers may have against a request: each told from the next.</summary>
public sealed class StorageFailureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(404, "NoSuchBucket", "", "no such bucket: 'b' (NoSuchBucket: 'It said so.')")]
    [InlineData(404, "NoSuchKey", "", "no such key: 'k' in the bucket 'b' (NoSuchKey: 'It said so.')")]
    [InlineData(403, "AccessDenied", "", "access denied: these credentials may not read 'k' (AccessDenied: 'It said so.')")]
    [InlineData(403, "InvalidAccessKeyId", "", "access denied: the storage does not know the access key (InvalidAccessKeyId: 'It said so.')")]
    [InlineData(400, "ExpiredToken", "", "access denied: the session token is not valid any more (ExpiredToken: 'It said so.')")]
    [InlineData(403, "RequestTimeTooSkewed", "<ServerTime>2026-11-22T00:30:00Z</ServerTime>", "the clock is skewed: this agent's clock is 1800 s ahead of the storage's (RequestTimeTooSkewed: 'It said so.')")]
    [InlineData(403, "RequestTimeTooSkewed", "", "the clock is skewed: this agent's clock is 60 s behind the storage's (RequestTimeTooSkewed: 'It said so.')")]
    [InlineData(400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>", "the bucket 'b' is in the region 'eu-west-1', not 'us-east-1' (AuthorizationHeaderMalformed: 'It said so.')")]
    [InlineData(301, "PermanentRedirect", "<Endpoint>b.s3.test</Endpoint>", "the bucket 'b' is in another place, b.s3.test (PermanentRedirect: 'It said so.')")]
    [InlineData(503, "SlowDown", "", "the storage answers 503 Reason (SlowDown: 'It said so.')")]
    public async Task Run_ErrorOfAStorage_IsToldApart(int status, string code, string more, string message)
    {
        var result = await RunAsync(S3Peer.Error(status, "Reason", code, "It said so.", more, "Date: Sun, 22 Nov 2026 01:01:00 GMT\r\n"), "k", S3Peer.Credentials);

        Assert.Equal((Outcome.TargetFailed, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_OtherSecretKey_IsASignatureMismatch()
    {
        var result = await RunAsync(S3Peer.Xml(S3Peer.List), null, S3Peer.AccessKey + ":another");

        Assert.StartsWith("the signature does not match: the secret key is another than the storage's", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherRegionByHeader_NamesIt()
    {
        var result = await RunAsync("HTTP/1.1 301 Moved\r\nx-amz-bucket-region: ap-south-1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", null, null);

        Assert.Equal("the bucket 'b' is in the region 'ap-south-1', not 'us-east-1'", result.Message);
    }

    [Theory]
    [InlineData(null, "access denied to anybody without credentials (AccessDenied: 'no')")]
    [InlineData(S3Peer.Credentials, "access denied: these credentials may not list the bucket 'b' (AccessDenied: 'no')")]
    public async Task Run_ListDenied_SaysToWhom(string? credentials, string message) =>
        Assert.Equal(message, (await RunAsync(S3Peer.Error(403, "Forbidden", "AccessDenied", "no"), null, credentials)).Message);

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\nConnection: close\r\n\r\nnot found", "it answers 404 Not Found with 'not found'")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n<html>hi</html>", "it answers 200 OK with '<html>hi</html>'")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "it answers 200 OK with nothing")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 17\r\nConnection: close\r\n\r\n<Error><Code></x>", "it answers 401 Unauthorized with '<Error><Code></x>'")]
    public async Task Run_AnotherKindOfServer_IsNoStorage(string answer, string message)
    {
        var result = await RunAsync(answer, null, null);

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.EndsWith($" does not speak S3: {message}", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerThatKnowsNoRanges_IsNoStorageEither() =>
        Assert.Contains(" does not speak S3: ", (await RunAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", "k", null)).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Target", "garbage")]
    public async Task Run_NoHttpAtAll_SaysSo() =>
        Assert.Contains("does not speak HTTP/1.1", (await RunAsync("SSH-2.0-OpenSSH_9.2\r\n", null, null)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_ServerQuotesTheKeys_DoesNotShowThem()
    {
        var quoted = $"{new string('x', 190)}{S3Peer.AccessKey} {S3Peer.SecretKey} token-1";

        var result = await RunAsync(S3Peer.Error(403, "Forbidden", "AccessDenied", quoted), "k", S3Peer.Credentials + ":token-1");

        Assert.Contains("(creden", result.Message, StringComparison.Ordinal);
        foreach (var part in new[] { "AKIA", "wJal", "token-1" })
            Assert.DoesNotContain(part, result.Message + result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><Error><Code>&a;</Code></Error>")]
    [InlineData("<Error><Code>")]
    public void Read_XmlThatIsNotToBeTrusted_IsNothing(string xml) => Assert.Equal("", StorageReply.Read(xml).Code);

    private static async Task<TaskResult> RunAsync(string answer, string? key, string? credentials)
    {
        await using var peer = S3Peer.Answering(answer);
        return await Probe.RunAsync(
            new ObjectStorageExecutorFactory(), new { endpoint = peer.Url, bucket = "b", key, credentials }, new ManualTimeProvider(Now)).Within("the probe");
    }
}
