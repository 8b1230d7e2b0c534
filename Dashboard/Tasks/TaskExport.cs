using System.Text;
using System.Text.Json;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Operator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Keeper.Dashboard.Tasks;

/// <summary>The task list as a file, by the same query string as the page. Written while it is read, so it takes no memory.</summary>
internal static class TaskExport
{
    /// <summary>A download ends here; people filter, or use the API.</summary>
    public const int MaxTasks = 50_000;

    private const int PageSize = 1_000;

    public static RouteHandlerBuilder MapTaskExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/tasks/export", async (HttpContext context, IClusterClient cluster, string? format) =>
        {
            var query = TasksState.Read(context.Request.QueryString.Value ?? "").ToTaskQuery() with { Limit = PageSize, Cursor = null };
            var isJson = string.Equals(format, "json", StringComparison.OrdinalIgnoreCase);
            context.Response.ContentType = isJson ? "application/json" : "text/csv; charset=utf-8";
            context.Response.Headers.ContentDisposition = $"attachment; filename=tasks.{(isJson ? "json" : "csv")}";
            await WriteAsync(context.Response.Body, cluster, query, isJson, context.RequestAborted);
        }).ExcludeFromDescription();

    private static async Task WriteAsync(Stream body, IClusterClient cluster, TaskQuery query, bool isJson, CancellationToken cancel)
    {
        var list = cluster.GetGrain<ITaskListGrain>(0);
        await body.WriteAsync(Encoding.UTF8.GetBytes(isJson ? "[" : Csv.Header + "\r\n"), cancel);
        var written = 0;
        do
        {
            var page = await list.ListAsync(query);
            foreach (var task in page.Items)
            {
                var separator = written++ > 0 && isJson ? "," : "";
                var text = isJson ? JsonSerializer.Serialize(task.ToDocument(), OperatorJson.Default.TaskDocument) : Csv.Row(task) + "\r\n";
                await body.WriteAsync(Encoding.UTF8.GetBytes(separator + text), cancel);
            }

            query = query with { Cursor = page.Next };
        }
        while (query.Cursor is not null && written < MaxTasks);

        if (isJson)
            await body.WriteAsync("]"u8.ToArray(), cancel);
    }
}
