using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;

namespace Keeper.Cli.Audit;

/// <summary><c>keeper audit</c>.</summary>
internal static class AuditCommands
{
    public static Command Build(CliRuntime runtime)
    {
        var audit = new Command("audit", "Who changed what.");
        audit.Subcommands.Add(List(runtime));
        return audit;
    }

    private static Command List(CliRuntime runtime)
    {
        var paging = new PagingOptions();
        return runtime.Runs(
            new Command("list", "List the changes, newest first.") { paging.Limit, paging.Cursor },
            async (session, cancellation) =>
            {
                var page = await paging.FetchAsync(session, session.Client.GetAuditPageAsync, cancellation);
                if (session.Print.Json)
                {
                    session.Print.Document(page, OperatorJson.Default.ItemPageAuditDocument);
                    return PagingOptions.Finish(session, page.Next);
                }

                session.Print.Table(
                    ["AT", "WHO", "ACTION", "TARGET", "DETAIL"],
                    [.. page.Items.Select(e => new Cell[] { Times.Full(e.At), e.Principal, e.Action, e.Target, e.Detail })],
                    "Nothing was changed yet.");
                return PagingOptions.Finish(session, page.Next);
            });
    }
}
