using System.Net.Http.Headers;
using System.Text.Json;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Storage;
using Keeper.Storage.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Keeper.Grains.Background;

/// <summary>
/// Posts finished tasks to their result URLs, at least once: the body is the task as the operator API answers it. Tries
/// again with growing pauses, for hours, until any 2xx answer.
/// </summary>
internal sealed partial class ResultDeliverer(
    IStore store, IHttpClientFactory clients, IOptions<TaskOptions> options, TimeProvider clock, ILogger<ResultDeliverer> logger)
    : Rounds(TimeSpan.FromSeconds(1), clock, logger)
{
    /// <summary>Name of the HTTP client; its handler refuses targets that are not allowed.</summary>
    public const string ClientName = "results";

    private const int PerRound = 256;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellation)
    {
        var due = await store.Tasks.DueResultsAsync(_clock.GetUtcNow(), PerRound, cancellation);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.ResultDeliveries, CancellationToken = cancellation },
            async (delivery, token) => await DeliverAsync(delivery, token));
    }

    private async Task DeliverAsync(ResultDelivery delivery, CancellationToken cancellation)
    {
        var tries = delivery.Tries + 1;
        var problem = await PostAsync(delivery.Task, cancellation);
        DateTimeOffset? next = null;
        if (problem is not null && tries < options.Value.ResultTries)
            next = _clock.GetUtcNow() + RetryPauses.After(tries, Random.Shared.NextDouble());
        await store.Tasks.ResultTriedAsync(delivery.Task.Id, tries, next, cancellation);
        if (problem is not null)
            LogNotDelivered(logger, delivery.Task.Id, tries, next is null ? "given up" : $"again at {next:O}", problem);
    }

    /// <returns>What went wrong; <see langword="null"/> when the result has arrived.</returns>
    private async Task<string?> PostAsync(TaskRow task, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(task.ToInfo().ToDocument(), OperatorJson.Default.TaskDocument));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, task.ResultUrl) { Content = content };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return $"no answer within {Timeout.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            return e.Message;
        }
    }

    [LoggerMessage(1253, LogLevel.Warning, "The result of task {TaskId} was not delivered at try {Tries}, {Next}: {Problem}")]
    private static partial void LogNotDelivered(ILogger logger, string taskId, int tries, string next, string problem);
}
