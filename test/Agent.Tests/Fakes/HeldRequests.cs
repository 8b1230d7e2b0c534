using System.Net;
using System.Net.Http.Json;
using Keeper.Protocol.Agents;
using Keeper.Testing;

namespace Keeper.Agent.Tests;

/// <summary>Gateways whose every answer a test gives by hand, request by request; no sockets.</summary>
internal sealed class HeldRequests : HttpMessageHandler
{
    private readonly Recorder<Held> _requests = new();

    /// <summary>The nth request to a host, counted from 1, once it is there.</summary>
    public async Task<Held> WhenAskedAsync(string host, int nth = 1) =>
        (await _requests.WhenAsync(all => all.Count(r => r.Host == host) >= nth, $"request {nth} to {host}")).Where(r => r.Host == host).ElementAt(nth - 1);

    public int CountOf(string host) => _requests.Items.Count(r => r.Host == host);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var held = new Held(request.RequestUri!);
        _requests.Add(held);
        return await held.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>One request that waits for its answer.</summary>
    internal sealed class Held(Uri url)
    {
        public string Host => url.Host;

        public string PathAndQuery => url.PathAndQuery;

        public TaskCompletionSource<HttpResponseMessage> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Says(HttpStatusCode status) => Answer.SetResult(new HttpResponseMessage(status));

        public void Says(ActiveResponse news) => Answer.SetResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = JsonContent.Create(news, AgentWireJson.Default.ActiveResponse),
        });

        public void Breaks() => Answer.SetException(new HttpRequestException("refused"));
    }
}
