using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class ObjectStorageArgumentsTests
{
    [Fact]
    public void Read_OnlyTheBucket_HasDefaults()
    {
        var storage = Arguments.Read<ObjectStorageArguments>("objectstorage", """{"endpoint":"https://s3.test","bucket":"b"}""");

        Assert.Equal(("https://s3.test/", "b", "us-east-1", 10_000), (storage.Endpoint.ToString(), storage.Bucket, storage.Region, storage.TimeoutMs));
        Assert.Equal((null, null, null, null), (storage.Key, storage.Credentials, storage.MinBytes, storage.MaxAgeSeconds));
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var storage = Arguments.Read<ObjectStorageArguments>("objectstorage", """
            {"endpoint":"http://s3.test:9000","bucket":"My_b.1-x","key":"a b/é","region":"eu-west-1","credentials":"AK:S/K+=","minBytes":1,"maxAgeSeconds":60,"timeoutMs":5}
            """);

        Assert.Equal(("a b/é", "eu-west-1", 1, 60, 5), (storage.Key, storage.Region, storage.MinBytes, storage.MaxAgeSeconds, storage.TimeoutMs));
        Assert.Equal(new ObjectStorageCredentials("AK", "S/K+=", null), storage.Credentials);
    }

    [Fact]
    public void Read_SecretThatIsNotKnownHere_IsNoFault() =>
        Assert.Null(Arguments.Read<ObjectStorageArguments>("objectstorage", """{"endpoint":"http://s3","bucket":"b","credentials":{"secret":"s3"}}""").Credentials);

    [Fact]
    public void Read_ManyMistakes_NamesEach()
    {
        var faults = Arguments.FaultsOf("objectstorage", """
            {"endpoint":"http://u:p@s3/path","bucket":"a/b","region":"eu west","credentials":"only-one","minBytes":1,"maxAgeSeconds":0,"timeoutMs":0,"acl":1}
            """);

        Assert.Equal(
            [
                "arguments.acl", "arguments.bucket", "arguments.credentials", "arguments.endpoint", "arguments.maxAgeSeconds",
                "arguments.minBytes", "arguments.region", "arguments.timeoutMs",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("only-one", Assert.Single(faults["arguments.credentials"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/../b")]
    [InlineData(".")]
    [InlineData("""a\u0000""")]
    public void Read_KeyThatProgramsTreatDifferently_IsRefused(string key) =>
        Assert.Single(Arguments.FaultsOf("objectstorage", $$"""{"endpoint":"http://s3","bucket":"b","key":"{{key}}"}""")["arguments.key"]);

    [Fact]
    public void Read_KeyOfTooManyBytes_SaysHowMany() =>
        Assert.Equal(
            "has 1026 bytes; allowed are 1 to 1024",
            Assert.Single(Arguments.FaultsOf("objectstorage", $$"""{"endpoint":"http://s3","bucket":"b","key":"{{new string('é', 513)}}"}""")["arguments.key"]));

    [Theory]
    [InlineData("a:b", true)]
    [InlineData("a:b:c", true)]
    [InlineData("a:b:c:d", false)]
    [InlineData("a:", false)]
    [InlineData(":b", false)]
    [InlineData("a:b ", false)]
    [InlineData("", false)]
    public void Parse_Credentials_TakesTwoOrThreeParts(string text, bool good) => Assert.Equal(good, ObjectStorageCredentials.Parse(text) is not null);

    [Fact]
    public void ToString_Credentials_ShowsNoKey() => Assert.Equal("(credentials)", new ObjectStorageCredentials("a", "b", "c").ToString());
}
