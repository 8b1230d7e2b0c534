using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Validation;
using Keeper.Protocol.Vpcs;

namespace Keeper.Cli.Vpcs;

/// <summary><c>keeper vpc</c>.</summary>
internal static class VpcCommands
{
    public static Command Build(CliRuntime runtime)
    {
        var vpc = new Command("vpc", "Private networks.");
        vpc.Subcommands.Add(Put(runtime));
        vpc.Subcommands.Add(List(runtime));
        return vpc;
    }

    private static Command Put(CliRuntime runtime)
    {
        var name = runtime.Names.Offer(
            new Argument<string>("name") { Description = $"Name of the VPC: {Names.Pattern}." }, NameSource.Vpcs);
        var description = new Option<string?>("--description") { Description = "For people.", HelpName = "TEXT" };
        var labels = new Option<string[]>("--label") { Description = "A label; repeat it for more.", HelpName = "name=value" };
        return runtime.Runs(
            new Command("put", "Make a VPC, or replace what was set on it.") { name, description, labels },
            async (session, cancellation) =>
            {
                var faults = new Faults();
                Names.Check(session.Get(name), "name", faults);
                var settings = new VpcRequest
                {
                    Description = session.Get(description),
                    Labels = Labels.Read(session.Get(labels) ?? [], faults),
                };
                if (!faults.None)
                    throw new UsageException(faults);
                var vpc = await session.Client.PutVpcAsync(session.Get(name)!, settings, cancellation);
                if (session.Print.Json)
                    session.Print.Document(vpc, OperatorJson.Default.VpcDocument);
                else
                    PrintTable(session, [vpc]);
                return ExitCode.Ok;
            });
    }

    private static Command List(CliRuntime runtime)
    {
        var paging = new PagingOptions();
        return runtime.Runs(
            new Command("list", "List the VPCs.") { paging.Limit, paging.Cursor },
            async (session, cancellation) =>
            {
                var page = await paging.FetchAsync(session, session.Client.GetVpcPageAsync, cancellation);
                if (session.Print.Json)
                    session.Print.Document(page, OperatorJson.Default.ItemPageVpcDocument);
                else
                    PrintTable(session, page.Items);
                return PagingOptions.Finish(session, page.Next);
            });
    }

    private static void PrintTable(Session session, IReadOnlyList<VpcDocument> vpcs) =>
        session.Print.Table(
            ["NAME", "DESCRIPTION", "LABELS", "MADE"],
            [.. vpcs.Select(v => new Cell[]
            {
                v.Name,
                v.Description,
                LabelText.Of(v.Labels),
                Times.Ago(v.CreatedAt, session.Host.Time.GetUtcNow()),
            })],
            "No VPCs yet. `keeper vpc put NAME` makes one.");
}
