using Keeper.Agent.Gateway;

namespace Keeper.Agent.Tests.Gateway;

public sealed class ProblemTextTests
{
    [Theory]
    [InlineData("""{"title":"Conflict","detail":"The VPC has another agent named 'a'.","errors":{}}""", "The VPC has another agent named 'a'.")]
    [InlineData("""{"detail":"One thing is wrong with it.","errors":{"name":["is required"]}}""", """One thing is wrong with it. {"name":["is required"]}""")]
    [InlineData("<html>Bad gateway</html>", "<html>Bad gateway</html>")]
    [InlineData("""{"detail":7}""", """{"detail":7}""")]
    [InlineData("", "")]
    public void Of_Answer_IsWhatAPersonNeeds(string body, string expected) => Assert.Equal(expected, ProblemText.Of(body));

    [Fact]
    public void Of_LongAnswer_IsCut() => Assert.Equal(600, ProblemText.Of(new string('x', 10_000)).Length);
}
