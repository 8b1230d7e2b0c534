using Keeper.Dashboard.Kinds.Model;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class TaskFormTests
{
    private static readonly IReadOnlyList<KindDocument> Kinds =
        KindDocuments.Of([new AnnouncedKind("local", new AgentExecutor("plc-read", "2.4.1", SampleData.PlcSchema), 1)]);

    public static TheoryData<string> Names => [.. Kinds.Select(k => k.Kind)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_ExampleOfAnyKind_ComesBackAsItWas(string kind)
    {
        var form = Form(kind);
        form.Arguments!.FillInExample();

        var request = form.Read(out var faults);

        if (kind != "plc-read")
        {
            Assert.Empty(faults);
            Assert.Equal((kind, Compact(Find(kind).Example.Text)), (request!.Kind, Compact(request.Arguments.Text)));
        }
    }

    [Fact]
    public void Read_SeveralMistakes_NamesEachByField()
    {
        var form = Form("port");
        (form.Vpc, form.RunTimeoutSeconds) = ("No Name", 0);
        Field<TextField>(form, "host").Text = "a b";
        Field<NumberField>(form, "port").Text = "many";

        Assert.Null(form.Read(out var faults));
        Assert.Equal(["arguments.host", "arguments.port", "runTimeoutSeconds", "vpc"], faults.Keys);
    }

    [Fact]
    public void Read_FieldsLeftEmpty_AreNotSent()
    {
        var form = Form("database");
        Field<ChoiceField>(form, "engine").Chosen = "\"sqlite\"";
        Field<TextField>(form, "database").Text = "/var/lib/app.db";
        Field<TextField>(form, "host").Text = "";

        Assert.Equal("""{"engine":"sqlite","database":"/var/lib/app.db"}""", form.Read(out _)!.Arguments.Text);
    }

    [Theory]
    [InlineData("[0-9]+", "\"[0-9]\\u002B\"")]
    [InlineData("[1]", "\"[1]\"")]
    [InlineData("""{"value": "^1$"}""", """{"value":"^1$"}""")]
    public void Read_PatternOrObject_IsAnObjectOnlyWhenItIsOne(string text, string sent)
    {
        var form = Form("database");
        Field<FreeField>(form, "expect").Text = text;

        Assert.Equal(sent, form.Arguments!.Read("arguments", new Faults())!["expect"]!.ToJsonString());
    }

    [Fact]
    public void Read_KindOfAgents_IsHeldAgainstTheirSchema()
    {
        var form = Form("plc-read");
        Field<ListField>(form, "registers").Add();
        ((NumberField)Field<ListField>(form, "registers").Items[0]).Text = "70000";

        Assert.Null(form.Read(out var faults));
        Assert.Equal(["arguments.registers[0]", "arguments.station"], faults.Keys);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"host": 1, "host": 2}""")]
    public void Read_ArgumentsThatAreNoObject_SaysSoAndWhatElseIsWrong(string arguments)
    {
        var form = Form("port");
        form.Arguments!.ShowJson();
        form.Arguments.Json = arguments;
        form.Vpc = "No Name";

        Assert.Null(form.Read(out var faults));
        Assert.Equal(["arguments", "vpc"], faults.Keys);
    }

    [Fact]
    public void Choose_AnotherKindAndBack_KeepsWhatWasWritten()
    {
        var form = Form("port");
        Field<TextField>(form, "host").Text = "db";

        form.Choose(Find("tls"));
        Assert.Equal("", Field<TextField>(form, "host").Text);
        form.Choose(Find("port"));

        Assert.Equal("db", Field<TextField>(form, "host").Text);
    }

    [Fact]
    public void Load_TaskForAChosenAgent_AsksTheSameOfTheSameAgent()
    {
        var created = DateTimeOffset.UnixEpoch;
        var task = new TaskInfo
        {
            Id = "t1",
            Vpc = "plant",
            AgentId = "a1",
            Pinned = true,
            Kind = "port",
            Arguments = """{"host":"db","port":5432}""",
            State = TaskState.Failed,
            Attempt = 1,
            CreatedAt = created,
            ExpiresAt = created.AddSeconds(90),
            Timeline = "[]",
            RunTimeoutSeconds = 7,
            Priority = 3,
        };
        var form = new TaskForm();

        form.Load(task, Find("port"));

        var request = form.Read(out _)!;
        Assert.Equal(
            ("plant", "a1", "port", """{"host":"db","port":5432}""", 7, 90, 3),
            (request.Vpc, request.AgentId, request.Kind, request.Arguments.Text, request.RunTimeoutSeconds, request.ExpireAfterSeconds, request.Priority));
    }

    [Fact]
    public void Read_Twice_IsOneTaskUntilOneWasRefused()
    {
        var form = Form("metrics");
        var first = form.Read(out _)!.IdempotencyKey;

        Assert.Equal(first, form.Read(out _)!.IdempotencyKey);
        form.Refused();
        Assert.NotEqual(first, form.Read(out _)!.IdempotencyKey);
    }

    private static TaskForm Form(string kind)
    {
        var form = new TaskForm { Vpc = "local" };
        form.Choose(Find(kind));
        return form;
    }

    private static KindDocument Find(string kind) => Kinds.Single(k => k.Kind == kind);

    private static T Field<T>(TaskForm form, string name)
        where T : ArgumentField => Assert.IsType<T>(form.Arguments!.Root.Entries.Single(e => e.Name == name).Field);

    private static string Compact(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString();
}
