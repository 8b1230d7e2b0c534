using System.CommandLine;
using Keeper.Cli.Arguments;

namespace Keeper.Cli.Hosting;

/// <summary>Options that every command takes, before or after its own.</summary>
internal sealed class GlobalOptions
{
    public Option<string[]> Url { get; } = new("--url")
    {
        Description = "Address of the operator API; repeat it for several, tried in turn. Else KEEPER_URL (separated by commas), else http://127.0.0.1:7480.",
        HelpName = "URL",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "API key. Visible to other users of this machine while the command runs: prefer --key-file or KEEPER_KEY.",
        HelpName = "KEY",
        Recursive = true,
    };

    public Option<string?> KeyFile { get; } = new("--key-file")
    {
        Description = "File that holds the API key. Else KEEPER_KEY, else admin.key in KEEPER__DataPath or ./data, for a server on this machine only.",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON for programs instead of text for people; errors too, on standard error.",
        Recursive = true,
    };

    public Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "No colours. NO_COLOR in the environment does the same.",
        Recursive = true,
    };

    public Option<TimeSpan?> Timeout { get; } = DurationOption.Create(
        "--timeout", "How long one request may take, repetitions included (default 30s).", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

    public GlobalOptions() => Timeout.Recursive = true;

    public IEnumerable<Option> All => [Url, Key, KeyFile, Json, NoColor, Timeout];
}
