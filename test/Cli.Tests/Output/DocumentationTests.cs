using System.CommandLine;
using System.Runtime.CompilerServices;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Tests.Output;

public sealed class DocumentationTests
{
    private readonly string _page = File.ReadAllText(PathOfPage());

    [Fact]
    public void Page_ExitCodes_AreThoseOfTheProgram()
    {
        foreach (var (exit, meaning) in ExitCodes.Meanings)
            Assert.Contains($"| {(int)exit} | {meaning} |", _page);
        Assert.Equal(Enum.GetValues<ExitCode>(), ExitCodes.Meanings.Select(m => m.Exit));
    }

    [Fact]
    public void Page_EveryCommandAndOption_IsThere()
    {
        var root = CommandTree.Build(new CliHost
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
            Directory = "/",
            Environment = _ => null,
        });

        Assert.All(Leaves("keeper", root), command =>
        {
            Assert.Contains($"`{command.Name}", _page);
            Assert.All(command.Options, option => Assert.Contains(option, _page));
        });
    }

    private static IEnumerable<(string Name, string[] Options)> Leaves(string name, Command command) =>
        command.Subcommands.Count == 0
            ? [(name, [.. command.Options.Select(o => o.Name)])]
            : command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Leaves($"{name} {c.Name}", c));

    private static string PathOfPage([CallerFilePath] string here = "") =>
        Path.GetFullPath("../../../docs/cli.md", Path.GetDirectoryName(here)!);
}
