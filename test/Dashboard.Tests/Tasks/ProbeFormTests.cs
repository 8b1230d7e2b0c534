using Keeper.Dashboard.Tasks.Model;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class ProbeFormTests
{
    [Fact]
    public void Read_ExampleOfEveryKind_IsAValidRequest()
    {
        foreach (var kind in Keeper.Protocol.Tasks.InstructionKinds.Names)
        {
            var form = new ProbeForm { Vpc = "local" };
            form.ChooseKind(kind);

            var request = form.Read(out var faults);

            if (form.Arguments != "{}")
            {
                Assert.Empty(faults);
                Assert.Equal(kind, request!.Kind);
            }
        }
    }

    [Fact]
    public void Read_SeveralMistakes_NamesEachByField()
    {
        var form = new ProbeForm { Vpc = "No Name", Kind = "port", Arguments = """{"host":"a b","prt":1}""", RunTimeoutSeconds = 0 };

        var request = form.Read(out var faults);

        Assert.Null(request);
        Assert.Equal(["arguments.host", "arguments.port", "arguments.prt", "runTimeoutSeconds", "vpc"], faults.Keys);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("")]
    public void Read_ArgumentsThatAreNoObject_SaysSo(string arguments)
    {
        var form = new ProbeForm { Vpc = "local", Arguments = arguments };

        Assert.Null(form.Read(out var faults));
        Assert.Equal(["arguments"], faults.Keys);
    }

    [Fact]
    public void ChooseKind_AfterWriting_KeepsWhatWasWritten()
    {
        var form = new ProbeForm { Arguments = """{"url":"https://mine"}""" };

        form.ChooseKind("port");

        Assert.Equal(("port", """{"url":"https://mine"}"""), (form.Kind, form.Arguments));
    }
}
