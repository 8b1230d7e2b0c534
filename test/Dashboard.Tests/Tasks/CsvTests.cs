using Keeper.Dashboard.Tasks.Model;
using Keeper.Dashboard.Tests.Fakes;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("@cmd", "'@cmd")]
    public void Field_Value_IsQuotedWhereItMustBe(string? value, string field) => Assert.Equal(field, Csv.Field(value));

    [Fact]
    public void Row_FinishedTask_HasAsManyFieldsAsTheHeader()
    {
        var platform = new FakePlatform(new Testing.ManualTimeProvider());
        var row = Csv.Row(SampleData.Task(platform, 7, platform.Time.GetUtcNow()) with { Arguments = "{}" });

        Assert.Equal(Csv.Header.Split(',').Length, row.Split(',').Length);
        Assert.StartsWith("t9993,plant-osaka,a-04,port,SUCCEEDED,1,", row, StringComparison.Ordinal);
    }
}
