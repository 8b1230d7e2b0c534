using Keeper.Cli.Hosting;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Fakes;

/// <summary>Runs the program in this process, on a machine of the test's making.</summary>
internal sealed class CliRun
{
    public Dictionary<string, string> Environment { get; } = [];

    public string Directory { get; init; } = Path.GetTempPath();

    public string Input { get; init; } = "";

    public bool Terminal { get; init; }

    public int Width { get; init; } = 200;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public CancellationToken Cancellation { get; init; }

    /// <summary>A run that asks the fake API with a key of its own.</summary>
    public static CliRun Against(FakeOperatorApi api) => new CliRun().Asking(api);

    public CliRun Asking(FakeOperatorApi api)
    {
        Environment["KEEPER_URL"] = api.Url.ToString();
        Environment["KEEPER_KEY"] = "k-test";
        return this;
    }

    public async Task<CliResult> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            Out = output,
            Error = error,
            In = new StringReader(Input),
            OutIsTerminal = Terminal,
            ErrorIsTerminal = Terminal,
            Width = Width,
            Environment = name => Environment.GetValueOrDefault(name),
            Directory = Directory,
            Time = Time,
        };
        var code = await KeeperCli.RunAsync(args, host, Cancellation).Within($"keeper {string.Join(' ', args)}");
        return new CliResult(code, output.ToString(), error.ToString());
    }
}

/// <summary>How a run ended.</summary>
internal sealed record CliResult(int Code, string Out, string Error);
