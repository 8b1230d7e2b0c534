using Keeper.Client.Http;
using Keeper.Client.Vpcs;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Makes a VPC, or changes what was set on it.</summary>
    public Task<Vpc> PutVpcAsync(string vpc, VpcSettings settings, CancellationToken cancellation = default) =>
        CallAsync(Put(VpcPath(vpc), settings, ClientJson.Default.VpcSettings), ClientJson.Default.Vpc, cancellation);

    /// <summary>One page of VPCs, by name.</summary>
    public Task<Page<Vpc>> GetVpcPageAsync(int limit = 100, string? cursor = null, CancellationToken cancellation = default) =>
        CallAsync(
            Get("/vpcs" + new Query().Add("limit", limit).Add("cursor", cursor)), ClientJson.Default.PageVpc, cancellation);

    /// <summary>All VPCs, by name, fetched page by page.</summary>
    public IAsyncEnumerable<Vpc> ListVpcsAsync(CancellationToken cancellation = default) =>
        Pages.WalkAsync((cursor, c) => GetVpcPageAsync(cursor: cursor, cancellation: c), cancellation);

    /// <summary>Makes a token with which agents enrol themselves into a VPC.</summary>
    public Task<EnrollmentToken> CreateEnrollmentTokenAsync(
        string vpc, EnrollmentTokenRequest token, CancellationToken cancellation = default) =>
        CallAsync(
            Post(VpcPath(vpc) + "/enrollment-tokens", token, ClientJson.Default.EnrollmentTokenRequest),
            ClientJson.Default.EnrollmentToken,
            cancellation);

    private static string VpcPath(string vpc) => "/vpcs/" + Uri.EscapeDataString(vpc);
}
