using System.Text.Json;
using Keeper.Protocol.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Keeper.Bench.Load.Servers;

/// <summary>The limit that the gateway is measured against: Kestrel that parses a poll, holds it if asked to, and answers an empty one.</summary>
internal static class BareKestrel
{
    public const string Argument = "serve-bare-kestrel";

    private static readonly PollResponse Empty = new() { HeartbeatSeconds = 5 };

    public static async Task<int> RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine($"listening on {app.Urls.First()}");
        await ((IHost)app).WaitForShutdownAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var poll = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, AgentWireJson.Default.PollRequest, context.RequestAborted);
        if (poll is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (poll.WaitSeconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(poll.WaitSeconds), context.RequestAborted);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, Empty, AgentWireJson.Default.PollResponse, context.RequestAborted);
    }
}
