using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Operator;

namespace Keeper.Cli.Agents;

/// <summary><c>keeper agent</c>.</summary>
internal static class AgentCommands
{
    public static Command Build(CliRuntime runtime)
    {
        var agent = new Command("agent", "Agents.");
        agent.Subcommands.Add(Create(runtime));
        agent.Subcommands.Add(List(runtime));
        agent.Subcommands.Add(Show(runtime));
        agent.Subcommands.Add(Delete(runtime));
        return agent;
    }

    private static Command Create(CliRuntime runtime)
    {
        var vpc = runtime.Names.Offer(
            new Option<string>("--vpc") { Description = "The VPC that it belongs to.", HelpName = "VPC", Required = true }, NameSource.Vpcs);
        var name = new Argument<string>("name") { Description = "Name of the agent, unique in its VPC." };
        return runtime.Runs(
            new Command("create", "Make an agent before it has ever connected, with a token that enrols just this one.") { name, vpc },
            async (session, cancellation) =>
            {
                var made = await session.Client.CreateAgentAsync(session.Get(vpc)!, session.Get(name)!, cancellation);
                if (session.Print.Json)
                    session.Print.Document(made, OperatorJson.Default.AgentCreated);
                else
                    session.Print.Fields(("id", made.Id), ("token", made.Token));
                session.Print.Note("The token is shown this once: dotnet run --project AgentHost -- --gateway URL --token TOKEN");
                return ExitCode.Ok;
            });
    }

    private static Command List(CliRuntime runtime)
    {
        var vpc = runtime.Names.Offer(
            new Option<string?>("--vpc") { Description = "Only agents of this VPC.", HelpName = "VPC" }, NameSource.Vpcs);
        var paging = new PagingOptions();
        return runtime.Runs(
            new Command("list", "List the agents with their health.") { vpc, paging.Limit, paging.Cursor },
            async (session, cancellation) =>
            {
                var page = await paging.FetchAsync(
                    session, (limit, cursor, c) => session.Client.GetAgentPageAsync(session.Get(vpc), limit, cursor, c), cancellation);
                if (session.Print.Json)
                    session.Print.Document(page, OperatorJson.Default.ItemPageAgentDocument);
                else
                    AgentView.PrintTable(session, page.Items);
                return PagingOptions.Finish(session, page.Next);
            });
    }

    private static Command Show(CliRuntime runtime)
    {
        var id = Id(runtime);
        return runtime.Runs(new Command("show", "Show one agent.") { id }, async (session, cancellation) =>
        {
            var agent = await session.Client.GetAgentAsync(session.Get(id)!, cancellation);
            if (session.Print.Json)
                session.Print.Document(agent, OperatorJson.Default.AgentDocument);
            else
                AgentView.Print(session, agent);
            return ExitCode.Ok;
        });
    }

    private static Command Delete(CliRuntime runtime)
    {
        var id = Id(runtime);
        return runtime.Runs(
            new Command("delete", "Remove an agent: its credential stops working, its work goes to others.") { id },
            async (session, cancellation) =>
            {
                await session.Client.DeleteAgentAsync(session.Get(id)!, cancellation);
                if (session.Print.Json)
                    session.Print.Document(new DeletedAgent(session.Get(id)!), CliJson.Default.DeletedAgent);
                else
                    session.Print.Note($"Agent {session.Get(id)} is removed.");
                return ExitCode.Ok;
            });
    }

    private static Argument<string> Id(CliRuntime runtime) =>
        runtime.Names.Offer(new Argument<string>("id") { Description = "Id of the agent." }, NameSource.Agents);
}
