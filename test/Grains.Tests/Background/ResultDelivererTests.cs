using System.Net;
using System.Text.Json;
using Keeper.Grains.Background;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Keeper.Grains.Tests.Background;

public sealed class ResultDelivererTests
{
    [Fact]
    public async Task Deliver_FinishedTask_PostsItAsTheApiAnswersIt()
    {
        await using var bench = await Bench.StartAsync(HttpStatusCode.OK);

        var (url, body) = (await bench.Posts.WhenCountAsync(1))[0];

        Assert.Equal("http://receiver/result", url);
        using var document = JsonDocument.Parse(body);
        Assert.Equal(bench.TaskId, document.RootElement.GetProperty("id").GetString());
        Assert.Equal("CANCELLED", document.RootElement.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Array, document.RootElement.GetProperty("timeline").ValueKind);
    }

    [Fact]
    public async Task Deliver_RefusedFirst_TriesAgainLater()
    {
        await using var bench = await Bench.StartAsync(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        await bench.Posts.WhenCountAsync(1);
        await bench.TriedAsync(1);

        bench.Cluster.Clock.Advance(TimeSpan.FromSeconds(6));

        await bench.Posts.WhenCountAsync(2);
        await bench.TriedAsync(2);
        Assert.Empty(await bench.Cluster.Database.Tasks.DueResultsAsync(bench.Cluster.Clock.GetUtcNow().AddDays(1), 10));
    }

    [Fact]
    public async Task Deliver_NeverTaken_GivesUpAfterTheLastTry()
    {
        await using var bench = await Bench.StartAsync(HttpStatusCode.InternalServerError);
        for (var tries = 1; tries <= new TaskOptions().ResultTries; tries++)
        {
            await bench.TriedAsync(tries);
            bench.Cluster.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Empty(await bench.Cluster.Database.Tasks.DueResultsAsync(bench.Cluster.Clock.GetUtcNow().AddDays(1), 10));
    }

    private sealed class Bench : HttpMessageHandler, IHttpClientFactory, IAsyncDisposable
    {
        private readonly Queue<HttpStatusCode> _answers;
        private readonly Recorder<int> _tried = new();
        private HttpStatusCode _answer;
        private ResultDeliverer? _deliverer;

        private Bench(KeeperCluster cluster, string taskId, HttpStatusCode[] answers)
        {
            Cluster = cluster;
            TaskId = taskId;
            _answers = new Queue<HttpStatusCode>(answers);
            cluster.Store.AfterResultTried = _tried.Add;
        }

        public KeeperCluster Cluster { get; }

        public string TaskId { get; }

        public Recorder<(string Url, string Body)> Posts { get; } = new();

        public static async Task<Bench> StartAsync(params HttpStatusCode[] answers)
        {
            var cluster = await KeeperCluster.StartAsync();
            var id = await cluster.SubmitAsync(Sample.Port() with { ResultUrl = "http://receiver/result" });
            await cluster.Task(id).CancelAsync("by admin");
            var bench = new Bench(cluster, id, answers);
            bench._deliverer = new ResultDeliverer(
                cluster.Store, bench, Options.Create(new TaskOptions()), cluster.Clock, NullLogger<ResultDeliverer>.Instance);
            await bench._deliverer.StartAsync(CancellationToken.None);
            return bench;
        }

        /// <summary>Waits until a try has been noted on disk, then lets the next round begin.</summary>
        public async Task TriedAsync(int tries)
        {
            await _tried.FirstAsync(t => t == tries, $"try {tries}");
            await Cluster.Clock.WhenTimersArmedAsync(1);
        }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _answer = _answers.TryDequeue(out var next) ? next : _answer;
            Posts.Add((request.RequestUri!.ToString(), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(_answer);
        }

        async ValueTask IAsyncDisposable.DisposeAsync()
        {
            await _deliverer!.StopAsync(CancellationToken.None);
            _deliverer.Dispose();
            await Cluster.DisposeAsync();
            Dispose();
        }
    }
}
