using Keeper.Client.Http;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Vpcs;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Makes a VPC, or changes what was set on it.</summary>
    public Task<VpcDocument> PutVpcAsync(string vpc, VpcRequest settings, CancellationToken cancellation = default) =>
        CallAsync(Put(VpcPath(vpc), settings, ClientJson.Default.VpcRequest), ClientJson.Answers.VpcDocument, cancellation);

    /// <summary>One page of VPCs, by name.</summary>
    public Task<ItemPage<VpcDocument>> GetVpcPageAsync(int limit = 100, string? cursor = null, CancellationToken cancellation = default) =>
        CallAsync(
            Get("/vpcs" + new Query().Add("limit", limit).Add("cursor", cursor)), ClientJson.Answers.ItemPageVpcDocument, cancellation);

    /// <summary>All VPCs, by name, fetched page by page.</summary>
    public IAsyncEnumerable<VpcDocument> ListVpcsAsync(CancellationToken cancellation = default) =>
        Pages.WalkAsync((cursor, c) => GetVpcPageAsync(cursor: cursor, cancellation: c), cancellation);

    /// <summary>Makes a token with which agents enrol themselves into a VPC.</summary>
    public Task<TokenCreated> CreateEnrollmentTokenAsync(
        string vpc, TokenRequest token, CancellationToken cancellation = default) =>
        CallAsync(
            Post(VpcPath(vpc) + "/enrollment-tokens", token, ClientJson.Default.TokenRequest),
            ClientJson.Answers.TokenCreated,
            cancellation);

    private static string VpcPath(string vpc) => "/vpcs/" + Uri.EscapeDataString(vpc);
}
