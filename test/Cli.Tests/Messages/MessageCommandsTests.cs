using Keeper.Cli.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Messages;

public sealed class MessageCommandsTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _api.On("POST /api/v1/messages", new Reply(201, Samples.Created));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Send_EveryOption_IsInTheRequest()
    {
        var run = await CliRun.Against(_api).RunAsync(
            "message", "send", "--vpc", "vpc-a", "--url", "http://x/hook", "--body", "say \"hi\"", "--content-type", "text/html",
            "--agent", "a-1", "--idempotency-key", "once");

        Assert.Equal((0, Samples.TaskId + "\n"), (run.Code, run.Out));
        JsonAssert.Equal(
            """
            {"vpc":"vpc-a","target":{"url":"http://x/hook"},"body":"say \"hi\"","contentType":"text/html","agentId":"a-1","idempotencyKey":"once"}
            """,
            _api.Only.Body);
    }

    [Fact]
    public async Task Send_BodyFromAFile_IsItsText()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("note.txt"), "line 1\nline 2");

        await new CliRun { Directory = folder.Path }.Asking(_api).RunAsync("message", "send", "--vpc", "v", "--url", "http://x/", "--body", "@note.txt");

        Assert.Equal("line 1\nline 2", (string?)_api.Only.Json["body"]);
        Assert.StartsWith("cli-", (string?)_api.Only.Json["idempotencyKey"]);
    }

    [Fact]
    public async Task Send_Refused_NamesTheFault()
    {
        _api.On("POST /api/v1/messages", Reply.Problem(400, "target.url: 'x' is not an absolute http or https URL"));

        var run = await CliRun.Against(_api).RunAsync("message", "send", "--vpc", "v", "--url", "x", "--body", "b");

        Assert.Equal(2, run.Code);
        Assert.Contains("not an absolute http or https URL", run.Error);
    }
}
