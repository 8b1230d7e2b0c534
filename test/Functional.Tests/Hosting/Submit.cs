using Keeper.Client;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>Tasks that tests submit.</summary>
internal static class Submit
{
    /// <summary>A probe of a port. Whether it succeeds is up to the port, or to the executor of the test.</summary>
    public static TaskRequest Port(int port = 9, string vpc = KeeperHost.Vpc) => new()
    {
        Vpc = vpc,
        Kind = "port",
        Arguments = new RawJson($$"""{"host":"127.0.0.1","port":{{port}},"protocol":"tcp"}"""),
    };

    public static async Task<string> SubmitAsync(this KeeperClient client, TaskRequest? task = null) =>
        (await client.SubmitTaskAsync(task ?? Port())).Id;

    /// <summary>The task once it has ended.</summary>
    public static async Task<TaskDocument> EndAsync(this KeeperClient client, string id)
    {
        var task = await client.GetTaskAsync(id, wait: TimeSpan.FromSeconds(20));
        Assert.True(task.State.IsTerminal(), $"{task.State.Word()}: {task.Timeline.Text}");
        return task;
    }
}
