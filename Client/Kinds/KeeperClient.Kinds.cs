using Keeper.Client.Http;
using Keeper.Protocol.Operator;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>The kinds of instruction: Keeper's own and those that agents announce, by name.</summary>
    /// <param name="vpc">Counts the agents of this VPC alone, and takes kinds that only agents know from them.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<KindDocument>> GetKindsAsync(string? vpc = null, CancellationToken cancellation = default) =>
        (await CallAsync(Get("/kinds" + new Query().Add("vpc", vpc)), ClientJson.Answers.ItemPageKindDocument, cancellation)).Items;

    /// <summary>One kind, with a JSON schema of its arguments.</summary>
    /// <exception cref="KeeperApiException">Nobody knows it.</exception>
    public Task<KindDocument> GetKindAsync(string kind, string? vpc = null, CancellationToken cancellation = default) =>
        CallAsync(Get($"/kinds/{Uri.EscapeDataString(kind)}{new Query().Add("vpc", vpc)}"), ClientJson.Answers.KindDocument, cancellation);
}
