using Keeper.Client.Http;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Writes a backup of all data into a stream. When this throws, what the stream holds is no backup.</summary>
    public Task BackUpAsync(Stream output, CancellationToken cancellation = default) =>
        _downloader.DownloadAsync(new ApiRequest(HttpMethod.Post, Base + "/backup"), output, cancellation);
}
