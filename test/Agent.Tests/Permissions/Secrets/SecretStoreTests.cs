using System.Net;
using System.Text.Json;
using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Limits;
using Keeper.Agent.Permissions.Secrets;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Permissions.Secrets;

public sealed class SecretStoreTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fill_ReferencesWhereTheKindTakesThem_ArePutInAndNothingElseChanges()
    {
        var filled = await FillAsync(
            "http", """{"url":"http://a","headers":{"X-Key":{"secret":"key"},"X-B":"1"},"body":{"secret":"key"},"expectStatus":[200,"3xx"]}""", Key("s3cr3t \"x\""));

        Assert.Equal(
            """{"url":"http://a","headers":{"X-Key":"s3cr3t \u0022x\u0022","X-B":"1"},"body":"s3cr3t \u0022x\u0022","expectStatus":[200,"3xx"]}""",
            filled.Arguments.Text);
        Assert.Equal("saw (secret)", filled.Redaction.Apply("saw s3cr3t \"x\""));
    }

    [Theory]
    [InlineData("http", """{"url":"http://a","headers":{"secret":"key"}}""")]
    [InlineData("http", """{"url":{"secret":"key"}}""")]
    [InlineData("scrape", """{"url":"http://a","series":[{"name":"x","labels":{"secret":"key"}}]}""")]
    [InlineData("message", """{"url":"http://a","body":{"secret":"key"}}""")]
    public async Task Fill_SameWordsWhereTheKindTakesNoSecret_StayAsTheyAre(string kind, string arguments) =>
        Assert.Equal(arguments, (await FillAsync(kind, arguments, Key("v"))).Arguments.Text);

    [Fact]
    public async Task Fill_KindWithoutASchema_PutsThemInEverywhere() =>
        Assert.Equal(
            """{"a":[{"b":"v"}],"secret":"data","c":1}""",
            (await FillAsync("custom", """{"a":[{"b":{"secret":"key"}}],"secret":"data","c":1}""", Key("v"))).Arguments.Text);

    [Fact]
    public async Task Fill_KindOfAPluginWithASchema_PutsThemInWhereItSaysSo() => Assert.Equal(
        """{"key":"v","note":{"secret":"key"},"items":[{"key":"v"}]}""",
        (await FillAsync(
            "custom",
            """{"key":{"secret":"key"},"note":{"secret":"key"},"items":[{"key":{"secret":"key"}}]}""",
            Key("v"),
            """
            {"type":"object","properties":{"key":{"type":"string","x-keeper-secret":true},"note":{"type":"string"},
             "items":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string","x-keeper-secret":true}}}}}}
            """)).Arguments.Text);

    [Fact]
    public async Task Fill_WordWrittenWithEscapes_IsFoundAllTheSame() =>
        Assert.Equal("""{"a":"v"}""", (await FillAsync("custom", """{"a":{"\u0073\u0065\u0063\u0072\u0065\u0074":"key"}}""", Key("v"))).Arguments.Text);

    [Fact]
    public async Task Fill_UnknownName_NamesItAndNoOther()
    {
        var e = await Assert.ThrowsAsync<SecretException>(() => FillAsync("custom", """{"a":{"secret":"kye"}}""", Key("v")));

        Assert.Equal("this agent has no secret 'kye' in its configuration", e.Message);
    }

    [Fact]
    public async Task Fill_KindThatMayNotUseIt_IsDenied()
    {
        var e = await Assert.ThrowsAsync<DeniedException>(
            () => FillAsync("http", """{"url":"http://a","body":{"secret":"key"}}""", Key("v") with { Kinds = ["database", "port"] }));

        Assert.Equal("denied: this agent does not let 'http' use the secret 'key'; it is for database, port", e.Message);
    }

    [Fact]
    public async Task Fill_SecretWithTargets_BindsTheInstructionToThem()
    {
        var bound = Key("v") with { Targets = new SecretTargets("key", new TargetRange([IPNetwork.Parse("10.0.0.0/24")], [(5432, 5432)])) };

        var limits = (await FillAsync("http", """{"url":"http://a","body":{"secret":"key"}}""", bound)).Limits;

        limits.CheckTarget(IPAddress.Parse("10.0.0.7"), 5432);
        var e = Assert.Throws<DeniedException>(() => limits.CheckTarget(IPAddress.Parse("10.0.0.7"), 80));
        Assert.Equal("denied: this agent does not let the secret 'key' be used towards 10.0.0.7 port 80", e.Message);
    }

    [Fact]
    public async Task Fill_FileThatChanged_BringsTheNewSecret()
    {
        var rule = Key("old\n");
        Assert.Equal("""{"a":"old"}""", (await FillAsync("custom", """{"a":{"secret":"key"}}""", rule)).Arguments.Text);

        await File.WriteAllTextAsync(rule.File!, "new\r\n");

        Assert.Equal("""{"a":"new"}""", (await FillAsync("custom", """{"a":{"secret":"key"}}""", rule)).Arguments.Text);
    }

    [Fact]
    public async Task Fill_FromTheEnvironment_IsReadWhenItIsUsed()
    {
        var variable = $"KEEPER_TEST_{Guid.NewGuid():N}";
        var rule = new SecretRule { Name = "key", Environment = variable };
        var e = await Assert.ThrowsAsync<SecretException>(() => FillAsync("custom", """{"a":{"secret":"key"}}""", rule));
        Assert.Contains("'key': its environment variable is not set", e.Message, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable(variable, "from outside");

        Assert.Equal("""{"a":"from outside"}""", (await FillAsync("custom", """{"a":{"secret":"key"}}""", rule)).Arguments.Text);
        Environment.SetEnvironmentVariable(variable, null);
    }

    [Theory]
    [InlineData("", OwnerOnly, "it is empty")]
    [InlineData("\n", OwnerOnly, "it is empty")]
    [InlineData("v", OwnerOnly | UnixFileMode.OtherRead, "everybody on its host may read")]
    [InlineData("v", OwnerOnly | UnixFileMode.OtherWrite, "everybody on its host may read or write")]
    public async Task Fill_FileThatIsNotFit_SaysWhyAndNothingOfIt(string content, UnixFileMode mode, string why)
    {
        var e = await Assert.ThrowsAsync<SecretException>(() => FillAsync("custom", """{"a":{"secret":"key"}}""", Key(content, mode)));

        Assert.StartsWith("this agent cannot use the secret 'key': ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fill_FileWithTooMuchInIt_SaysSo()
    {
        var e = await Assert.ThrowsAsync<SecretException>(
            () => FillAsync("custom", """{"a":{"secret":"key"}}""", Key(new string('x', SecretSource.MaxBytes + 1))));

        Assert.Contains("more than 65536 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fill_FileThatIsNotText_SaysSoWithoutItsBytes()
    {
        var rule = Key("");
        await File.WriteAllBytesAsync(rule.File!, [0xde, 0xad, 0xbe, 0xef]);

        var e = await Assert.ThrowsAsync<SecretException>(() => FillAsync("custom", """{"a":{"secret":"key"}}""", rule));

        Assert.Equal("this agent cannot use the secret 'key': its file is not text in UTF-8", e.Message);
        Assert.Null(e.InnerException);
    }

    [Fact]
    public async Task Fill_FileThatIsGone_SaysSo()
    {
        var rule = Key("v") with { File = _folder.Combine("gone") };

        var e = await Assert.ThrowsAsync<SecretException>(() => FillAsync("custom", """{"a":{"secret":"key"}}""", rule));

        Assert.EndsWith("its file does not exist", e.Message, StringComparison.Ordinal);
    }

    private static Task<FilledArguments> FillAsync(string kind, string arguments, SecretRule rule, string? schema = null)
    {
        var known = InstructionKinds.TryGet(kind, out var own) ? own.Arguments
            : schema is null ? ArgumentSchema.Anything : SchemaReader.Read(JsonElement.Parse(schema));
        return new SecretStore([rule], LocalLimits.None, TimeProvider.System).FillAsync(kind, new RawJson(arguments), known, default).AsTask();
    }

    private SecretRule Key(string content, UnixFileMode mode = OwnerOnly)
    {
        var path = _folder.Combine("key");
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return new SecretRule { Name = "key", File = path };
    }
}
