using System.CommandLine;
using System.CommandLine.Invocation;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Validation;

namespace Keeper.Cli;

/// <summary>The program: parse, refuse or run.</summary>
internal static class KeeperCli
{
    /// <summary>How long a command may tidy up after Ctrl+C before the process ends anyway.</summary>
    private static readonly TimeSpan TidyUp = TimeSpan.FromSeconds(2);

    // Without a replacer `@file` reaches --json-args instead of being read as more of the command line.
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellation = default)
    {
        var parse = CommandTree.Build(host).Parse(args, Parsing);
        if (parse.Action is ParseErrorAction)
            return (int)Refuse(parse, host);
        var invocation = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TidyUp,
        };
        return await parse.InvokeAsync(invocation, cancellation);
    }

    private static ExitCode Refuse(ParseResult parse, CliHost host)
    {
        var faults = new Faults();
        foreach (var error in parse.Errors)
            faults.Add("", error.Message);
        var command = string.Join(' ', Path(parse.CommandResult));
        var report = new ErrorReport((int)ExitCode.Usage, "Bad usage")
        {
            Errors = faults.ByField(),
            Hint = $"`{command} --help` says what it takes.",
        };
        // The options may be what is wrong, so they are not asked.
        var json = parse.Tokens.Any(t => t.Value == "--json");
        return ErrorPrinter.Print(report, Printer.Create(host, json, noColor: false));
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent
            ? [.. Path(parent), result.Command.Name]
            : ["keeper"];
}
