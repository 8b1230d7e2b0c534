using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Completion;
using Keeper.Cli.Hosting;
using Keeper.Cli.Tasks;
using Keeper.Protocol.Json;
using Keeper.Protocol.Messages;

namespace Keeper.Cli.Messages;

/// <summary><c>keeper message</c>.</summary>
internal static class MessageCommands
{
    public static Command Build(CliRuntime runtime) =>
        new("message", "Messages: texts that an agent delivers inside its VPC.") { Send(runtime) };

    private static Command Send(CliRuntime runtime)
    {
        var vpc = runtime.Names.Offer(
            new Option<string>("--vpc") { Description = "The VPC of the target.", HelpName = "VPC", Required = true }, NameSource.Vpcs);
        var url = new Option<string>("--url") { Description = "Absolute http or https URL inside the VPC; it gets the message by POST.", HelpName = "URL", Required = true };
        var body = new Option<string>("--body") { Description = "The message: text, @file, or - for standard input.", HelpName = "TEXT|@FILE|-", Required = true };
        var type = new Option<string?>("--content-type") { Description = "Its type (default text/plain).", HelpName = "TYPE" };
        var agent = runtime.Names.Offer(
            new Option<string?>("--agent") { Description = "The agent that has to deliver it; else the VPC chooses.", HelpName = "ID" }, NameSource.Agents);
        var key = new Option<string?>("--idempotency-key")
        {
            Description = "The same key in the same VPC sends the message once, however often it is asked for. Made up when not given.",
            HelpName = "KEY",
        };
        var wait = SubmittedTask.CreateWait();
        return runtime.Runs(
            new Command("send", "Send a message. Standard output gets the id of the task that delivers it, or with --wait its steps and result.")
            {
                vpc, url, body, type, agent, key, wait,
            },
            async (session, cancellation) =>
            {
                var text = await TextSource.ReadAsync("--body", session.Get(body)!, session.Host, cancellation);
                var message = new MessageRequest(
                    session.Get(vpc)!,
                    new MessageTarget(session.Get(url)!),
                    JsonTexts.Of(text),
                    session.Get(type),
                    session.Get(agent),
                    session.Get(key) ?? SubmittedTask.NewKey());
                var task = await session.Client.SendMessageAsync(message, cancellation);
                return await SubmittedTask.ShowAsync(session, task, session.Get(wait), cancellation);
            });
    }
}
