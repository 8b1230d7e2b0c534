using System.CommandLine;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Schemas;

namespace Keeper.Cli.Kinds;

/// <summary><c>keeper kind</c>.</summary>
internal static class KindCommands
{
    public static Command Build(CliRuntime runtime) =>
        new("kind", "Kinds of instruction: what agents can be asked, and with which arguments.") { List(runtime), Show(runtime) };

    private static Option<string?> Vpc(CliRuntime runtime) => runtime.Names.Offer(
        new Option<string?>("--vpc") { Description = "As the agents of this VPC have them.", HelpName = "VPC" }, NameSource.Vpcs);

    private static Command List(CliRuntime runtime)
    {
        var vpc = Vpc(runtime);
        return runtime.Runs(new Command("list", "List the kinds, Keeper's own and those that agents announce.") { vpc }, async (session, cancellation) =>
        {
            var kinds = await session.Client.GetKindsAsync(session.Get(vpc), cancellation);
            if (session.Print.Json)
            {
                session.Print.Document(new ItemPage<KindDocument>(kinds, null), OperatorJson.Default.ItemPageKindDocument);
                return ExitCode.Ok;
            }

            session.Print.Table(
                ["KIND", "SOURCE", "AGENTS", "VPCS", "ABOUT"],
                [.. kinds.Select(k => new Cell[] { k.Kind, k.Source, k.Agents.ToString(), Some(k.Vpcs), k.About })],
                "No kinds.");
            return ExitCode.Ok;
        });
    }

    private static Command Show(CliRuntime runtime)
    {
        var kind = runtime.Names.Offer(new Argument<string>("kind") { Description = "Name of the kind." }, NameSource.Kinds);
        var vpc = Vpc(runtime);
        return runtime.Runs(new Command("show", "Show one kind: its arguments and an example.") { kind, vpc }, async (session, cancellation) =>
        {
            var found = await session.Client.GetKindAsync(session.Get(kind)!, session.Get(vpc), cancellation);
            if (session.Print.Json)
                session.Print.Document(found, OperatorJson.Default.KindDocument);
            else
                Print(session.Print, found);
            return ExitCode.Ok;
        });
    }

    private static void Print(Printer print, KindDocument kind)
    {
        print.Fields(
            ("kind", kind.Kind),
            ("about", kind.About.Length > 0 ? kind.About : "-"),
            ("source", kind.Version is { } version ? $"{kind.Source}, version {version}" : kind.Source),
            ("repeatable", kind.Repeatable ? "yes: a lost attempt of the example is made again" : "no: a lost attempt is not made again"),
            ("agents", kind.Agents == 0 ? "none has it" : $"{kind.Agents} in {Some(kind.Vpcs)}"));
        var schema = SchemaReader.Read(kind.ArgumentsSchema.Parse());
        print.Line(new Cell("arguments", Styles.Heading));
        print.Table(
            ["NAME", "TYPE", "", "ABOUT"],
            [.. ArgumentRow.Of(schema).Select(a => new Cell[] { a.Name, a.Type, a.Note, a.About })],
            schema.IsClosed ? "It takes no arguments." : "Nothing is said of its arguments.");
        print.Line(new Cell("example", Styles.Heading));
        print.Block($"keeper task submit --vpc {(kind.Vpcs.Count > 0 ? kind.Vpcs[0] : "VPC")} --kind {kind.Kind} --json-args '{kind.Example}' --wait");
    }

    private static string Some(IReadOnlyList<string> vpcs) =>
        vpcs.Count == 0 ? "-" : string.Join(", ", vpcs.Take(5)) + (vpcs.Count > 5 ? $" and {vpcs.Count - 5} more" : "");
}
