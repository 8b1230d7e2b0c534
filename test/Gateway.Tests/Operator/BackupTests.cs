using Keeper.Gateway.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Operator;

public sealed class BackupTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Backup_Admin_GetsTheFile()
    {
        var answer = await _host.CallAsync("POST", "/api/v1/backup");

        Assert.Equal((200, "data"), (answer.Status, answer.Text));
        Assert.Equal("application/gzip", answer.Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Backup_FailsHalfWay_BreaksOffInsteadOfEnding()
    {
        _host.Backups.OnWrite = async (output, c) =>
        {
            await output.WriteAsync(new byte[100_000], c);
            await output.FlushAsync(c);
            throw new IOException("the database is gone");
        };

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _host.CallAsync("POST", "/api/v1/backup"));
    }

    [Fact]
    public async Task Backup_FailsAtOnce_IsAProblem()
    {
        _host.Backups.OnWrite = (_, _) => throw new IOException("the database is gone");

        Assert.Equal(503, (await _host.CallAsync("POST", "/api/v1/backup")).Problem.Status);
    }

    [Fact]
    public async Task Backup_WhileAnotherIsMade_IsRefused()
    {
        var (begun, end) = (new Signal(), new Signal());
        _host.Backups.OnWrite = async (output, c) =>
        {
            begun.Raise();
            await end.Task;
            await output.WriteAsync("data"u8.ToArray(), c);
        };
        var first = _host.CallAsync("POST", "/api/v1/backup");
        await begun.WaitAsync("the first backup");

        var second = await _host.CallAsync("POST", "/api/v1/backup");
        end.Raise();

        Assert.Equal(409, second.Problem.Status);
        Assert.Equal(200, (await first.Within("the first backup's end")).Status);
    }
}
