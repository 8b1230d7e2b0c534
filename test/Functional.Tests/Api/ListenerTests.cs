using Keeper.Functional.Tests.Hosting;

namespace Keeper.Functional.Tests.Api;

/// <summary>What answers at which address, with the dashboard and its files mapped beside the two APIs.</summary>
public sealed class ListenerTests(ListenerTests.Server server) : IClassFixture<ListenerTests.Server>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/tasks")]
    [InlineData("/signin")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/api/v1/tasks")]
    public async Task Get_OperatorsPathAtTheAgentsAddress_Is404(string path) =>
        Assert.Equal(404, await StatusAsync(server.Host.Gateway, "GET", path));

    [Theory]
    [InlineData("POST", "/agent/v1/nothing", 404)]
    [InlineData("GET", "/agent/v1/nothing", 404)]
    [InlineData("GET", "/agent/v1/poll", 405)]
    public async Task Call_OfAgentsThatIsNone_SaysWhatIsWrong(string method, string path, int status) =>
        Assert.Equal(status, await StatusAsync(server.Host.Gateway, method, path));

    [Theory]
    [InlineData("POST", "/api/v1/nothing", 404, "")]
    [InlineData("HEAD", "/api/v1/tasks", 405, "GET, POST")]
    [InlineData("PUT", "/api/v1/tasks", 405, "GET, POST")]
    public async Task Call_OfOperatorsThatIsNone_NamesWhatIsPossible(string method, string path, int status, string allowed)
    {
        using var answer = await server.Host.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((status, allowed), ((int)answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
    }

    private static async Task<int> StatusAsync(Uri address, string method, string path)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = address };
        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        return (int)answer.StatusCode;
    }

    /// <summary>One server: what these tests leave behind does not concern any other of them.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal KeeperHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await KeeperHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
