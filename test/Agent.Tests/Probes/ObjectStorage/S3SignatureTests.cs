using Keeper.Agent.Probes.ObjectStorage;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Tests.Probes.ObjectStorage;

/// <summary>The examples that Amazon publishes with the description of the signature.</summary>
public sealed class S3SignatureTests
{
    private static readonly ObjectStorageCredentials Published = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    private static readonly DateTimeOffset At = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    [InlineData("/?prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Sign_PublishedQueries_GiveThePublishedSignatures(string query, string signature) =>
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature={signature}",
            Sign(query)["Authorization"]);

    [Fact]
    public void Sign_PublishedObjectWithARange_GivesThePublishedSignature()
    {
        var headers = Sign("/test.txt", ("Range", "bytes=0-9"));

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            headers["Authorization"]);
        Assert.Equal(("20130524T000000Z", "bytes=0-9"), (headers["x-amz-date"], headers["Range"]));
    }

    [Fact]
    public void Sign_SessionToken_IsSentAndSigned()
    {
        var url = new Uri("https://s3.test/b");
        var headers = new S3Signature(Published with { SessionToken = "token" }, "eu-west-1").Sign("GET", url, Host(url), At);

        Assert.Equal("token", headers["x-amz-security-token"]);
        Assert.Contains("/eu-west-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,", headers["Authorization"], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Sign(string pathAndQuery, params (string Name, string Value)[] more)
    {
        var url = new Uri("https://examplebucket.s3.amazonaws.com" + pathAndQuery);
        var headers = Host(url);
        foreach (var (name, value) in more)
            headers[name] = value;
        return new S3Signature(Published, "us-east-1").Sign("GET", url, headers, At);
    }

    private static Dictionary<string, string> Host(Uri url) => new(StringComparer.Ordinal) { ["Host"] = url.Host };
}
