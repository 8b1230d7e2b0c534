namespace Keeper.Bench.Probes.Targets;

/// <summary>Everything that is probed, on loopback and in this process.</summary>
internal sealed class AllTargets : IAsyncDisposable
{
    /// <summary>An address to which Linux knows no way.</summary>
    public const string Nowhere = "255.255.255.255";

    private AllTargets(Pki pki, WebTargets web) => (Pki, Web, Tcp) = (pki, web, new TcpTargets(pki));

    public Pki Pki { get; }

    public WebTargets Web { get; }

    public TcpTargets Tcp { get; }

    public DnsTarget Dns { get; } = new();

    public static async Task<AllTargets> StartAsync(string folder)
    {
        var pki = new Pki(folder);
        return new AllTargets(pki, await WebTargets.StartAsync(pki));
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await Tcp.DisposeAsync();
        Dns.Dispose();
        Pki.Dispose();
    }
}
