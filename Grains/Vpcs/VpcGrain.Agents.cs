using System.Security.Cryptography;
using Keeper.Grains.Agents;
using Keeper.Protocol.Security;
using Keeper.Storage.Agents;
using Keeper.Storage.Vpcs;

namespace Keeper.Grains.Vpcs;

// Who belongs to the VPC.
internal sealed partial class VpcGrain
{
    private static readonly TimeSpan AgentTokenLifetime = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async Task<CreateAgentAnswer> CreateAgentAsync(string name)
    {
        if (!Exists())
            return new CreateAgentAnswer(null, null, CreateAgentProblem.NoSuchVpc);
        var row = new AgentRow
        {
            Id = NewAgentId(),
            Vpc = Name,
            Name = name,
            Version = 1,
            HealthReason = AgentHealthRules.NeverConnected,
            CreatedAt = clock.GetUtcNow(),
        };
        if (!await store.Agents.InsertAsync(row))
            return new CreateAgentAnswer(null, null, CreateAgentProblem.NameTaken);
        _agents.Put(row);
        _hints?.Mark(agents: true);
        var token = await IssueAsync(row.Id, AgentTokenLifetime, maxUses: 1);
        return new CreateAgentAnswer(row.Id, token.Token);
    }

    /// <inheritdoc/>
    public async Task<IssuedToken?> IssueTokenAsync(int expiresInSeconds, int maxUses) =>
        Exists() ? await IssueAsync(null, TimeSpan.FromSeconds(expiresInSeconds), maxUses) : null;

    /// <inheritdoc/>
    public async Task<EnrollAnswer> EnrollAsync(Enrollment enrollment)
    {
        if (!Exists()
            || !Secrets.TryReadToken(enrollment.Token, out var vpc, out var tokenId) || vpc != Name
            || await store.Vpcs.UseTokenAsync(Name, tokenId, Secrets.Hash(enrollment.Token), clock.GetUtcNow()) is not { } token)
        {
            return new EnrollAnswer(null, null, EnrollProblem.TokenInvalid);
        }

        var answer = await EnrollAsync(enrollment, token);
        if (answer.Problem != EnrollProblem.None)
            await store.Vpcs.ReturnTokenUseAsync(tokenId);
        return answer;
    }

    private async Task<EnrollAnswer> EnrollAsync(Enrollment enrollment, EnrollmentTokenRow token)
    {
        // Another activation may be changing the row (its health, say): read again and try again, a few times.
        for (var tries = 0; tries < 5; tries++)
        {
            var found = token.AgentId is { } id
                ? await store.Agents.FindAsync(id)
                : await store.Agents.FindByNameAsync(Name, enrollment.Name);
            if (found is null && token.AgentId is not null)
                return new EnrollAnswer(null, null, EnrollProblem.TokenInvalid);
            if (found is not null && token.AgentId is null && found.InstanceId != enrollment.InstanceId)
                return new EnrollAnswer(null, null, EnrollProblem.NameTaken);

            var agentId = found?.Id ?? NewAgentId();
            var secret = Secrets.NewAgentSecret(agentId);
            var row = Enrolled(found ?? NewRow(agentId, enrollment.Name), enrollment, secret);
            if (!await (found is null ? store.Agents.InsertAsync(row) : store.Agents.UpdateAsync(row)))
                continue;
            _agents.Put(row);
            _hints?.Mark(agents: true);
            await Agent(agentId).RefreshAsync();
            return new EnrollAnswer(agentId, secret);
        }

        return new EnrollAnswer(null, null, EnrollProblem.NameTaken);
    }

    private AgentRow NewRow(string id, string name) => new()
    {
        Id = id,
        Vpc = Name,
        Name = name,
        Version = 0,
        HealthReason = AgentHealthRules.NeverConnected,
        CreatedAt = clock.GetUtcNow(),
    };

    private static AgentRow Enrolled(AgentRow row, Enrollment enrollment, string secret) => row with
    {
        Version = row.Version + 1,
        SecretHash = Secrets.Hash(secret),
        InstanceId = enrollment.InstanceId,
        // The first poll counts as a start, whatever it says.
        StartedAt = null,
        SoftwareVersion = enrollment.Version,
        Executors = GrainJson.Write(enrollment.Executors),
        Labels = GrainJson.Write(enrollment.Labels),
    };

    private async Task<IssuedToken> IssueAsync(string? agentId, TimeSpan lifetime, int maxUses)
    {
        var id = RandomId();
        var token = Secrets.NewEnrollmentToken(Name, id);
        var expiresAt = clock.GetUtcNow() + lifetime;
        await store.Vpcs.AddTokenAsync(new EnrollmentTokenRow
        {
            Id = id,
            Vpc = Name,
            AgentId = agentId,
            SecretHash = Secrets.Hash(token),
            ExpiresAt = expiresAt,
            MaxUses = maxUses,
        });
        return new IssuedToken(token, expiresAt);
    }

    private static string NewAgentId() => $"a{RandomId()}";

    /// <summary>80 random bits in letters and digits that are not taken for one another.</summary>
    private static string RandomId() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz023456789", 16);
}
