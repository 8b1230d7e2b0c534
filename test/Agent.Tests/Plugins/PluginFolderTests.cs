using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Keeper.Agent.Execution;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Testing;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Tests.Plugins;

[SupportedOSPlatform("linux")]
public sealed class PluginFolderTests : IDisposable
{
    private readonly PluginDirectory _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Load_SoundManifest_IsAnnouncedAsItSays()
    {
        _plugins.Add("queue-depth", "", m =>
        {
            m["repeatable"] = true;
            m["argumentsSchema"] = JsonNode.Parse("""{ "type": "object", "required": ["queue"] }""");
        });

        var info = Assert.Single(new ExecutorRegistry(_plugins.Load()).Infos);

        Assert.Equal(new ExecutorInfo("queue-depth", "1.2", new("""{"type":"object","required":["queue"]}"""), Repeatable: true), info);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_Repeatable_IsWhatTheAgentGoesBy(bool repeatable)
    {
        _plugins.Add("queue-depth", "", m => m["repeatable"] = repeatable);
        var registry = new ExecutorRegistry([.. _plugins.Load(), FakeExecutors.Quick("command")]);

        Assert.Equal(repeatable, registry.IsRepeatable("queue-depth", RawJson.EmptyObject));
        Assert.False(registry.IsRepeatable("command", new RawJson("""{"file":"x"}""")));
        Assert.False(registry.IsRepeatable("unknown", RawJson.EmptyObject));
    }

    [Fact]
    public void Load_ManifestWithComments_AnnouncesTheSchemaWithoutThem()
    {
        _plugins.Add("noted", "");
        _plugins.Write("noted", "plugin.json", """
            { // what it is
              "kind": "noted", "version": "1", "program": "/bin/sh", "argumentsSchema": { "type": "object", /* any */ },
            }
            """);

        Assert.Equal("""{"type":"object"}""", _plugins.LoadOne().ArgumentsSchema?.Text);
    }

    [Theory]
    [InlineData("""{"type":"object"}""", """{"description":"How many wait.","type":"object"}""")]
    [InlineData("""{"type":"object","description":"A queue."}""", """{"type":"object","description":"A queue."}""")]
    public void Load_Description_IsAnnouncedUnlessTheSchemaHasItsOwn(string schema, string announced)
    {
        _plugins.Add("queue-depth", "", m =>
        {
            m["description"] = "How many wait.";
            m["argumentsSchema"] = JsonNode.Parse(schema);
        });

        Assert.Equal(announced, _plugins.LoadOne().ArgumentsSchema?.Text);
    }

    [Fact]
    public void Load_NoFolder_IsNoFault()
    {
        Directory.Delete(_plugins.Path);

        Assert.Empty(_plugins.Load());
        Assert.Empty(_plugins.Logs.Entries.Items);
    }

    [Fact]
    public void Load_ManyMistakes_NamesEveryOneAndUsesTheOtherPlugins()
    {
        _plugins.Add("bad", "", m =>
        {
            m["kind"] = "Bad Name";
            m["version"] = 7;
            m["program"] = "../../run.sh";
            m["maxConcurrent"] = 0;
            m["argumentsSchema"] = JsonNode.Parse("""{"type":"object","oneOf":[]}""");
            m["repeatible"] = true;
        }).Add("good", "");

        Assert.Equal(["good"], _plugins.Load().Select(p => p.Kind));

        var (_, level, message) = Assert.Single(_plugins.Logs.Entries.Items, e => e.Level == LogLevel.Warning);
        Assert.Equal(LogLevel.Warning, level);
        Assert.All(
            ["/bad is not used", "argumentsSchema.oneOf: is not enforced", "kind: 'Bad Name' is not a name", "maxConcurrent: is 0",
             "program: '../../run.sh' leads out", "repeatible: is not known here", "version: must be a text, not 7"],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "plugin.json: is not JSON")]
    [InlineData("[]", "must be an object, not an array")]
    [InlineData("""{"kind":"a","kind":"b"}""", "plugin.json: is not JSON")]
    [InlineData("""{"kind":"\ud800"}""", "plugin.json: holds a text that is not valid Unicode")]
    [InlineData("{}", "argumentsSchema: is required; kind: is required; program: is required; version: is required")]
    public void Load_ManifestThatIsNone_SaysSo(string text, string fault)
    {
        _plugins.Write("bad", "plugin.json", text);

        AssertRefused(fault);
    }

    [Fact]
    public void Load_ManifestTooLong_IsRefusedUnread()
    {
        _plugins.Write("bad", "plugin.json", new string(' ', 200_000));

        AssertRefused("plugin.json: has 200000 bytes; allowed are at most 131072");
    }

    [Fact]
    public void Load_FolderWithoutManifest_SaysSo()
    {
        _plugins.Write("empty", "readme.txt", "");

        AssertRefused("it has no plugin.json");
    }

    [Theory]
    [InlineData("port")]
    [InlineData("command")]
    [InlineData("config")]
    [InlineData("own")]
    public void Load_KindOfKeepersOwn_IsRefused(string kind)
    {
        _plugins.Add(kind, "");

        AssertRefused($"kind: '{kind}' is one of Keeper's own kinds", taken: "own");
    }

    [Fact]
    public void Load_OneKindTwice_RefusesBothAndNamesThem()
    {
        _plugins.Add("one", "", m => m["kind"] = "same").Add("two", "", m => m["kind"] = "same");

        Assert.Empty(_plugins.Load());

        var messages = _plugins.Logs.Entries.Items.Select(e => e.Message).ToList();
        Assert.Equal(2, messages.Count);
        Assert.All(messages, m => Assert.Contains($"'same' is claimed by {_plugins.Path}/one and {_plugins.Path}/two", m, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing.sh", "is not on this host")]
    [InlineData("plugin.json", "is not a program: nobody may execute it")]
    public void Load_ProgramThatCannotRun_IsRefused(string program, string fault)
    {
        _plugins.Add("bad", "", m => m["program"] = program);

        AssertRefused(fault);
    }

    [Fact]
    public void Load_SchemasBeyondTheLimitTogether_RefusesTheLast()
    {
        for (var i = 0; i < 5; i++)
            _plugins.Add($"p{i}", "", m => m["argumentsSchema"] = new JsonObject { ["type"] = "object", ["title"] = new string('x', 60_000) });

        Assert.Equal(4, _plugins.Load().Count);
        Assert.Contains("p4 is not used: argumentsSchema: and those of the other plug-ins have more than 262144 characters together",
            _plugins.Logs.Entries.Items[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneRefused_TellsThePlatformWhichAndWhy()
    {
        _plugins.Add("good", "").Add("bad", "", m => m["kind"] = "port");

        Assert.Equal("good", _plugins.LoadOne().Kind);

        Assert.Equal([new PluginFault("bad", "kind: 'port' is one of Keeper's own kinds")], _plugins.Refused);
    }

    [Fact]
    public void Load_ManyRefusedForMuch_TellsThePlatformTheFirstInShort()
    {
        for (var i = 10; i < 40; i++)
            _plugins.Add($"bad{i}", "", m => m["argumentsSchema"] = JsonNode.Parse("""{"oneOf":[],"allOf":[],"not":{}}"""));

        Assert.Empty(_plugins.Load());

        Assert.Equal(Enumerable.Range(10, AgentLimits.PluginFaults).Select(i => $"bad{i}"), _plugins.Refused.Select(r => r.Plugin));
        Assert.All(_plugins.Refused, r => Assert.Equal((AgentLimits.PluginFaultLength, '…'), (r.Reason.Length, r.Reason[^1])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bad")]
    [InlineData("bad/plugin.json")]
    [InlineData("bad/lib/deep.sh")]
    public void Load_WhatEverybodyMayWrite_IsRefused(string path)
    {
        _plugins.Add("bad", "").Write("bad", "lib/deep.sh", "");
        var full = Path.Combine(_plugins.Path, path).TrimEnd('/');
        File.SetUnixFileMode(full, File.GetUnixFileMode(full) | UnixFileMode.OtherWrite);

        AssertRefused($"'{full}' may be written by everybody");
    }

    [Fact]
    public void Load_ProgramThatEverybodyMayWrite_IsRefused()
    {
        var program = _plugins.Beside("tool");
        File.WriteAllText(program, "");
        File.SetUnixFileMode(program, UnixFileMode.UserExecute | UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        _plugins.Add("bad", "", m => m["program"] = program);

        AssertRefused($"program: '{program}' may be written by everybody");
    }

    [Fact]
    public void Load_BelowAFolderThatEverybodyMayWrite_IsRefused()
    {
        _plugins.Add("bad", "");
        var above = Path.GetDirectoryName(_plugins.Path)!;
        File.SetUnixFileMode(above, File.GetUnixFileMode(above) | UnixFileMode.OtherWrite);

        AssertRefused($"'{above}', which is above it, may be written by everybody");
    }

    [Fact]
    public void Load_LinkToWhatEverybodyMayWrite_IsRefused()
    {
        var target = _plugins.Beside("elsewhere");
        File.WriteAllText(target, "");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        _plugins.Add("bad", "");
        File.CreateSymbolicLink(_plugins.PathOf("bad", "link"), target);

        AssertRefused("may be written by everybody");
    }

    [Fact]
    public void Load_LinksInCirclesAndToNowhere_AreNoFault()
    {
        _plugins.Add("good", "");
        File.CreateSymbolicLink(_plugins.PathOf("good", "self"), _plugins.PathOf("good", "self"));
        File.CreateSymbolicLink(_plugins.PathOf("good", "gone"), "/no/such/file");
        Directory.CreateSymbolicLink(_plugins.PathOf("good", "up"), _plugins.Path);

        Assert.Equal("good", _plugins.LoadOne().Kind);
    }

    [RootFact]
    public async Task Load_FileOfAnotherUser_IsRefused()
    {
        _plugins.Add("bad", "");
        Assert.Equal(0, (await ChildProcess.RunAsync("chown", ["12345", _plugins.PathOf("bad", "run.sh")])).ExitCode);

        AssertRefused($"'{_plugins.PathOf("bad", "run.sh")}' belongs to user 12345, neither to root nor to the agent's user 0");
    }

    private void AssertRefused(string fault, params string[] taken)
    {
        Assert.Empty(_plugins.Load(taken));
        Assert.Contains(_plugins.Logs.Entries.Items, e => e.Level == LogLevel.Warning && e.Message.Contains(fault, StringComparison.Ordinal));
    }
}
