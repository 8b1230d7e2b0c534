using System.CommandLine;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Client.Health;

namespace Keeper.Cli.Health;

/// <summary><c>keeper health</c>.</summary>
internal static class HealthCommand
{
    public static Command Build(CliRuntime runtime) =>
        runtime.Runs(new Command("health", "Say whether the server can take work."), async (session, cancellation) =>
        {
            var health = await session.Client.GetHealthAsync(cancellation);
            if (session.Print.Json)
                session.Print.Document(health, CliJson.Default.HealthReport);
            else
                Print(session.Print, health);
            return health.Ready ? ExitCode.Ok : ExitCode.Unsuccessful;
        });

    private static void Print(Printer print, HealthReport health)
    {
        print.Line(new Cell(health.Status, health.Ready ? Styles.Good : Styles.Doubtful), $"  {health.Url}");
        if (health.Active is { } active)
            print.Line($"the active server is {active}");
        foreach (var reason in health.Reasons ?? [])
            print.Line($"- {reason}");
    }
}
