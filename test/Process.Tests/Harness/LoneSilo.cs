using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>A silo on a folder of its own.</summary>
internal sealed class LoneSilo : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SiloProcess Silo { get; private set; } = null!;

    public OperatorApi Api { get; private set; } = null!;

    public static async Task<LoneSilo> StartAsync()
    {
        var home = new LoneSilo();
        try
        {
            home.Silo = await SiloProcess.StartAsync(home._folder.Combine("data"));
            home.Api = home.Silo.Api();
            return home;
        }
        catch
        {
            await home.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (Silo is not null)
            await Silo.DisposeAsync();
        _folder.Dispose();
    }
}
