using System.CommandLine;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Client;
using Keeper.Client.Tasks;

namespace Keeper.Cli.Completion;

/// <summary>
/// <c>keeper complete LINE</c>, which the shell scripts call: prints the words that can stand where the line ends.
/// </summary>
internal static class CompleteCommand
{
    private const int MostNames = 100;

    public static Command Build(CliRuntime runtime, RootCommand root)
    {
        var line = new Argument<string>("line") { Description = "The command line up to the cursor." };
        var command = new Command("complete", "Print completions; for the scripts of `keeper completion`.") { line };
        command.Hidden = true;
        command.SetAction(async (parse, cancellation) =>
        {
            foreach (var word in await SuggestAsync(runtime, root, parse.GetValue(line)!, cancellation))
                await runtime.Host.Out.WriteLineAsync(word);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IEnumerable<string>> SuggestAsync(
        CliRuntime runtime, RootCommand root, string line, CancellationToken cancellation)
    {
        var typed = TypedLine.Of(line);
        var parse = root.Parse(typed.AfterProgram, KeeperCli.Parsing);
        var source = runtime.Names.Find(parse.CommandResult.Command, typed.WordBefore, typed.Word);
        var words = source is { } known
            ? await FetchAsync(known, runtime, parse, cancellation)
            : parse.GetCompletions(typed.AfterProgram.Length).Select(c => c.Label).Where(IsWorthOffering);
        var fitting = words.Where(w => w.StartsWith(typed.Word, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToList();
        var withoutOptions = fitting.Where(w => !w.StartsWith('-')).ToList();
        var offered = typed.Word.Length == 0 && withoutOptions.Count > 0 ? withoutOptions : fitting;
        return offered.Select(w => typed.Prefix + w);
    }

    /// <summary>The library also knows <c>-?</c> and <c>/h</c>, which nobody completes.</summary>
    private static bool IsWorthOffering(string word) => !word.StartsWith('/') && word is not ("-?" or "-h");

    private static async Task<IEnumerable<string>> FetchAsync(
        NameSource source, CliRuntime runtime, ParseResult parse, CancellationToken cancellation)
    {
        using var session = new Session(runtime, parse);
        try
        {
            return source switch
            {
                NameSource.Kinds => await ArgumentNames.KindsAsync(session.ConnectBriefly, cancellation),
                NameSource.Arguments => await ArgumentNames.OfAsync(KindIn(parse), session.ConnectBriefly, cancellation),
                NameSource.Vpcs => (await session.ConnectBriefly().GetVpcPageAsync(MostNames, cancellation: cancellation)).Items.Select(v => v.Name),
                NameSource.Agents => (await session.ConnectBriefly().GetAgentPageAsync(limit: MostNames, cancellation: cancellation)).Items.Select(a => a.Id),
                _ => (await session.ConnectBriefly().GetTaskPageAsync(new TaskFilter(), MostNames, cancellation: cancellation)).Items.Select(t => t.Id),
            };
        }
        catch (Exception fault) when (IsQuiet(fault))
        {
            // Whoever presses Tab is not helped by an error in the middle of the line.
            return [];
        }
    }

    public static bool IsQuiet(Exception fault) => fault is KeeperException or UsageException;

    private static string? KindIn(ParseResult parse) =>
        parse.CommandResult.Command.Options.FirstOrDefault(o => o.Name == "--kind") is { } kind
        && parse.GetResult(kind) is { Tokens: [var word, ..] } ? word.Value : null;
}
