using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Operator;

namespace Keeper.Cli.Vpcs;

/// <summary><c>keeper token</c>.</summary>
internal static class TokenCommands
{
    private const int YearInSeconds = 31_536_000;
    private const int MostUses = 100_000;

    public static Command Build(CliRuntime runtime)
    {
        var token = new Command("token", "Tokens with which agents enrol themselves.");
        token.Subcommands.Add(Create(runtime));
        return token;
    }

    private static Command Create(CliRuntime runtime)
    {
        var vpc = runtime.Names.Offer(
            new Option<string>("--vpc") { Description = "The VPC that it lets into.", HelpName = "VPC", Required = true }, NameSource.Vpcs);
        var expires = DurationOption.CreateSeconds("--expires", "How long it works (default 1h, at most 365d).", YearInSeconds);
        var uses = NumberOption.Create("--uses", $"How many agents it takes in, at most {MostUses}.", 1, MostUses, unsaid: 1);
        return runtime.Runs(
            new Command("create", "Make a token. It is shown this once; standard output gets the token and nothing else.") { vpc, expires, uses },
            async (session, cancellation) =>
            {
                var lifetime = session.Get(expires) ?? TimeSpan.FromHours(1);
                var request = new TokenRequest((int)lifetime.TotalSeconds, session.Get(uses));
                var token = await session.Client.CreateEnrollmentTokenAsync(session.Get(vpc)!, request, cancellation);
                Print(session, token, request.MaxUses);
                return ExitCode.Ok;
            });
    }

    private static void Print(Session session, TokenCreated token, int uses)
    {
        if (session.Print.Json)
        {
            session.Print.Document(token, OperatorJson.Default.TokenCreated);
            return;
        }

        session.Host.Out.WriteLine(Printable.Line(token.Token));
        session.Print.Note($"Takes in {uses} agent{(uses == 1 ? "" : "s")} until {Times.Full(token.ExpiresAt)}: dotnet run --project AgentHost -- --gateway URL --token TOKEN");
    }
}
