using Keeper.Dashboard.Tasks.Model;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class TaskTextsTests
{
    [Theory]
    [InlineData("http", """{"url":"https://a.b/c","method":"HEAD"}""", "HEAD https://a.b/c")]
    [InlineData("port", """{"host":"10.0.0.5","port":5432}""", "10.0.0.5:5432")]
    [InlineData("domain", """{"name":"a.b"}""", "a.b")]
    [InlineData("command", """{"file":"uptime"}""", "uptime")]
    [InlineData("plc-read", """{"register":7}""", """{"register":7}""")]
    [InlineData("plc-read", "not json", "plc-read")]
    public void Summary_OfArguments_IsWhatItIsAbout(string kind, string arguments, string summary) =>
        Assert.Equal(summary, TaskTexts.Summary(Task(kind, arguments)));

    [Fact]
    public void Summary_OfLongArguments_IsShort() =>
        Assert.True(TaskTexts.Summary(Task("http", $$"""{"url":"https://a.b/{{new string('x', 500)}}"}""")).Length <= 80);

    [Fact]
    public void Pretty_OfJson_IsIndentedAndReadable() =>
        Assert.Equal("{\n  \"a\": \"<ü>\"\n}", TaskTexts.Pretty("""{"a":"<ü>"}""").ReplaceLineEndings("\n"));

    [Fact]
    public void Result_ThatIsBroken_IsAbsentRatherThanAFault()
    {
        Assert.Null(TaskTexts.Result(Task("http", "{}") with { Result = "{" }));
        Assert.Empty(TaskTexts.Timeline(Task("http", "{}") with { Timeline = "[{]" }));
    }

    [Fact]
    public void Icons_EveryState_HasOneOfItsOwn() =>
        Assert.Equal(8, Enum.GetValues<TaskState>().Select(TaskTexts.Icon).Distinct().Count());

    private static TaskInfo Task(string kind, string arguments) => new()
    {
        Id = "t1",
        Vpc = "local",
        Kind = kind,
        Arguments = arguments,
        State = TaskState.Created,
        Attempt = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Timeline = "[]",
    };
}
