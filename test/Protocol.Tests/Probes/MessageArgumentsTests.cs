using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class MessageArgumentsTests
{
    [Theory]
    [InlineData("""{"url":"http://a/b","body":"hi"}""", "hi", "text/plain; charset=utf-8")]
    [InlineData("""{"url":"http://a/b","body":""}""", "", "text/plain; charset=utf-8")]
    [InlineData("""{"url":"http://a/b","body":{"n": 1}}""", """{"n": 1}""", "application/json")]
    [InlineData("""{"url":"http://a/b","body":"<x/>","contentType":"text/xml"}""", "<x/>", "text/xml")]
    public void Read_Body_IsTextOrJson(string json, string body, string type)
    {
        var message = Arguments.Read<MessageArguments>("message", json);

        Assert.Equal((body, type, "http://a/b"), (message.Body, message.ContentType, message.Url.ToString()));
    }

    [Fact]
    public void Read_IdempotencyKey_IsTaken() =>
        Assert.Equal("order-17", Arguments.Read<MessageArguments>("message", """{"url":"http://a","body":"x","idempotencyKey":"order-17"}""").IdempotencyKey);

    [Theory]
    [InlineData("")]
    [InlineData(" around ")]
    [InlineData("""a\r\nX-Evil: 1""")]
    [InlineData("schlüssel")]
    public void Read_KeyThatNoHeaderCanCarry_IsRefused(string key) =>
        Assert.Single(Arguments.FaultsOf("message", $$"""{"url":"http://a","body":"x","idempotencyKey":"{{key}}"}""")["arguments.idempotencyKey"]);

    [Fact]
    public void Read_ManyMistakes_NamesEach() => Assert.Equal(
        ["arguments.body", "arguments.contentType", "arguments.to", "arguments.url"],
        Arguments.FaultsOf("message", """{"url":"ftp://a","contentType":"x","to":1}""").Keys.Order(StringComparer.Ordinal));
}
