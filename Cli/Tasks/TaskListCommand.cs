using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Client.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Tasks;

/// <summary><c>keeper task list</c>.</summary>
internal static class TaskListCommand
{
    public static Command Build(CliRuntime runtime)
    {
        var vpc = runtime.Names.Offer(
            new Option<string?>("--vpc") { Description = "Only tasks of this VPC.", HelpName = "VPC" }, NameSource.Vpcs);
        var agent = runtime.Names.Offer(
            new Option<string?>("--agent") { Description = "Only tasks that this agent has or had last.", HelpName = "ID" }, NameSource.Agents);
        var kind = runtime.Names.Offer(
            new Option<string?>("--kind") { Description = "Only tasks of this kind.", HelpName = "KIND" }, NameSource.Kinds);
        var state = new Option<string?>("--state") { Description = "Only tasks in this state, in any case.", HelpName = "STATE" };
        state.CompletionSources.Add(_ => TaskStates.All);
        var paging = new PagingOptions();
        return runtime.Runs(
            new Command("list", "List tasks, newest first.") { vpc, agent, kind, state, paging.Limit, paging.Cursor },
            async (session, cancellation) =>
            {
                var filter = new TaskFilter
                {
                    Vpc = session.Get(vpc),
                    AgentId = session.Get(agent),
                    Kind = session.Get(kind),
                    State = ReadState(session.Get(state)),
                };
                var page = await paging.FetchAsync(
                    session, (limit, cursor, c) => session.Client.GetTaskPageAsync(filter, limit, cursor, c), cancellation);
                if (session.Print.Json)
                    session.Print.Document(page, OperatorJson.Default.ItemPageTaskDocument);
                else
                    TaskView.PrintTable(session, page.Items);
                return PagingOptions.Finish(session, page.Next);
            });
    }

    private static TaskState? ReadState(string? word) =>
        word is null ? null
        : TaskStates.TryParse(word, out var state) ? state
        : throw new UsageException("--state", $"'{word}' is not a state: {string.Join(", ", TaskStates.All)}");
}
