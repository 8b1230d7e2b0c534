using Keeper.Protocol.Tasks;
using Spectre.Console;

namespace Keeper.Cli.Output;

/// <summary>What is good, bad or under way, in colours.</summary>
internal static class Styles
{
    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Doubtful { get; } = new(Color.Yellow);

    public static Style Busy { get; } = new(Color.Blue);

    public static Style Faint { get; } = new(Color.Grey);

    public static Style Heading { get; } = new(decoration: Decoration.Bold);

    public static Cell Of(TaskState state) => new(state.Word(), state switch
    {
        TaskState.Succeeded => Good,
        TaskState.Failed or TaskState.TimedOut => Bad,
        TaskState.Cancelled or TaskState.Expired => Doubtful,
        TaskState.Dispatching or TaskState.Running => Busy,
        _ => Faint,
    });

    public static Cell OfHealth(string health) => new(health, health switch
    {
        "Healthy" => Good,
        "Degraded" => Doubtful,
        "Offline" => Bad,
        _ => Faint,
    });
}
