using Keeper.Cli.Tests.Fakes;

namespace Keeper.Cli.Tests.Configuration;

public sealed class ConfigCommandsTests : IAsyncLifetime
{
    private const string Same =
        """
        version: 1
        vpcs:
        - name: vpc-a
          description: first
          labels: { env: test, region: eu }
        """;

    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() =>
        _api = (await FakeOperatorApi.StartAsync()).On("GET /api/v1/vpcs", Reply.Ok(Samples.Page(next: null, Samples.Vpc)));

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Export_OfTheServer_ImportsWithoutAChange()
    {
        var export = await CliRun.Against(_api).RunAsync("config", "export");
        var import = await ImportAsync(export.Out);

        Assert.Contains("name: \"vpc-a\"", export.Out);
        Assert.DoesNotContain("...", export.Out);
        Assert.Equal((0, ""), (import.Code, import.Out));
        Assert.All(_api.Requests.Items, r => Assert.Equal("GET", r.Method));
    }

    [Fact]
    public async Task Export_FileCannotBeWritten_SaysWhy()
    {
        var run = await CliRun.Against(_api).RunAsync("config", "export", "/nonexistent/config.yaml");

        Assert.Equal(2, run.Code);
        Assert.Contains("file: it cannot be written", run.Error);
    }

    [Fact]
    public async Task Import_OneNewOneChanged_PutsThoseAndSaysSo()
    {
        _api.On("PUT /api/v1/vpcs/vpc-a", Reply.Ok(Samples.Vpc)).On("PUT /api/v1/vpcs/vpc-b", Reply.Ok(Samples.Vpc));

        var run = await ImportAsync(Same.Replace("first", "other", StringComparison.Ordinal) + "\n- name: vpc-b\n");

        Assert.Equal((0, "vpc vpc-a changed\nvpc vpc-b made\n"), (run.Code, run.Out));
        Assert.Equal(
            ["""{"description":"other","labels":{"env":"test","region":"eu"}}""", """{"description":"","labels":{}}"""],
            _api.Requests.Items.Where(r => r.Method == "PUT").Select(r => r.Body));
    }

    [Fact]
    public async Task Import_DryRun_SaysTheSameAndChangesNothing()
    {
        var run = await ImportAsync(Same + "\n- name: vpc-b\n", "--dry-run");

        Assert.Equal((0, "vpc vpc-b made\n"), (run.Code, run.Out));
        Assert.DoesNotContain(_api.Requests.Items, r => r.Method == "PUT");
    }

    [Fact]
    public async Task Import_ManyFaults_NamesEachWithItsLineAndAsksNobody()
    {
        var run = await ImportAsync(
            """
            version: 2
            vpcs:
            - name: Not_A_Name
            - name: vpc-a
              colour: red
            - name: vpc-a
              labels: [x]
            """);

        Assert.Equal(2, run.Code);
        Assert.Contains("line 1: `version` must be 1", run.Error);
        Assert.Contains("line 3: `name` is 'Not_A_Name', which is not a name", run.Error);
        Assert.Contains("line 5: `colour` is not known here", run.Error);
        Assert.Contains("line 7: `labels` must be an object", run.Error);
        Assert.Contains("the VPC 'vpc-a' is there 2 times", run.Error);
        Assert.Empty(_api.Requests.Items);
    }

    [Fact]
    public async Task Import_FaultyTexts_NamesFieldValueAndLimit()
    {
        var run = await ImportAsync(
            $$"""
            version: 1
            vpcs:
            - name: vpc-a
              description: "{{new string('d', 501)}}"
              labels:
                env: [1]
                region: "{{new string('r', 201)}}"
                ? [a]
                : b
                ? [c]
                : d
            """);

        Assert.Equal(2, run.Code);
        Assert.Contains("line 4: `description` is 'dddd", run.Error);
        Assert.Contains("501 characters long; at most 500 are taken", run.Error);
        Assert.Contains("line 6: `labels.env` must be text, not a list", run.Error);
        Assert.Contains("line 7: `labels.region` is 'rrrr", run.Error);
        Assert.Contains("201 characters long; at most 200 are taken", run.Error);
        Assert.Contains("line 8: `labels` must be text, not a list", run.Error);
        Assert.Contains("line 10: `labels` must be text, not a list", run.Error);
    }

    [Theory]
    [InlineData("vpcs: [", "is not YAML")]
    [InlineData("", "one object")]
    [InlineData("version: 1\nvpcs: [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]", "line 2: is nested more than 20 deep")]
    [InlineData("- a", "one object")]
    public async Task Import_NotAConfiguration_SaysWhere(string text, string fault)
    {
        var run = await ImportAsync(text);

        Assert.Equal(2, run.Code);
        Assert.Contains("line ", run.Error);
        Assert.Contains(fault, run.Error);
    }

    private Task<CliResult> ImportAsync(string text, params string[] more) =>
        new CliRun { Input = text }.Asking(_api).RunAsync(["config", "import", "-", .. more]);
}
