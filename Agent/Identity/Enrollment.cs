using Keeper.Agent.Execution;
using Keeper.Agent.Gateway;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Security;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Identity;

/// <summary>
/// Gets an identity for a token. An enrolment whose answer was lost is repeated with the same instance id, which the
/// platform recognises.
/// </summary>
internal sealed partial class Enrollment(
    AgentOptions options, IdentityFile file, ExecutorRegistry executors, GatewayClient gateway,
    TimeProvider time, ILogger<Enrollment> logger)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    /// <summary>Whether there is a token that has not been used for this identity: it may replace a revoked credential.</summary>
    public bool HasFreshToken(AgentIdentity identity) =>
        options.Token is { } token && !Secrets.SameHash(Secrets.Hash(token), identity.TokenHash);

    /// <summary>Enrols, however long the platform cannot be reached; <see langword="null"/> with the reason when it refuses.</summary>
    public async Task<(AgentIdentity? Identity, AgentExit Exit)> EnrollAsync(AgentIdentity identity, CancellationToken ct)
    {
        gateway.Secret = null;
        while (true)
        {
            var (token, failure) = await TokenAsync(ct);
            if (token is null && failure is null)
            {
                LogNoToken(options.DataFolder);
                return (null, AgentExit.NoToken);
            }

            var answer = token is null
                ? new(Verdict.Retry, null, failure!, PauseAfterFault)
                : await gateway.EnrollAsync(Request(identity, token), ct);
            if (answer.Verdict == Verdict.Ok)
                return (Keep(identity, token!, answer.Body!), AgentExit.Stopped);
            if (answer.Verdict != Verdict.Retry)
            {
                LogRefused(answer.Detail);
                return (null, AgentExit.EnrollmentRefused);
            }

            LogFailed(answer.Detail, answer.RetryAfter.TotalSeconds);
            await Task.Delay(answer.RetryAfter, time, ct);
        }
    }

    private async Task<(string? Token, string? Failure)> TokenAsync(CancellationToken ct)
    {
        if (options.Token is not null || options.TokenSource is null)
            return (options.Token, null);
        try
        {
            return (await options.TokenSource(ct), null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Whoever hands out tokens may be starting up or overloaded, as any gateway may.
            return (null, $"no token: {e.Message}");
        }
    }

    private EnrollRequest Request(AgentIdentity identity, string token) => new()
    {
        Token = token,
        Name = options.Name,
        Version = AgentVersion.Current,
        InstanceId = identity.InstanceId,
        Executors = executors.Infos,
        Labels = options.Labels,
    };

    private AgentIdentity Keep(AgentIdentity identity, string token, EnrollResponse answer)
    {
        var enrolled = identity with
        {
            AgentId = answer.AgentId,
            Vpc = answer.Vpc,
            Secret = answer.Secret,
            HeartbeatSeconds = answer.HeartbeatSeconds,
            TokenHash = Secrets.Hash(token),
        };
        file.Save(enrolled);
        LogEnrolled(answer.AgentId, answer.Vpc);
        return enrolled;
    }

    [LoggerMessage(1610, LogLevel.Information, "Enrolled as agent {AgentId} in VPC {Vpc}")]
    private partial void LogEnrolled(string agentId, string vpc);

    [LoggerMessage(1611, LogLevel.Warning, "Enrolment is not possible now ({Detail}); next try in {Seconds:0.0} s")]
    private partial void LogFailed(string detail, double seconds);

    [LoggerMessage(1612, LogLevel.Critical, "The platform refuses the enrolment: {Detail}")]
    private partial void LogRefused(string detail);

    [LoggerMessage(1613, LogLevel.Critical, "There is no identity in '{Folder}' and no token to get one with; pass --token")]
    private partial void LogNoToken(string folder);
}
