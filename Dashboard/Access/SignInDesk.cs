using System.Net;
using Keeper.Grains.Access;
using Keeper.Protocol.Security;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Keeper.Dashboard.Access;

/// <summary>Checks a key or a one-time code, and says in plain words why it was not taken.</summary>
internal sealed partial class SignInDesk(IClusterClient cluster, SignInThrottle throttle, ILogger<SignInDesk> logger)
{
    private const int MaxSecretLength = 400;

    public Task<SignInAnswer> ByKeyAsync(string? key, IPAddress? from) => TryAsync(
        key, from, "This key is not known. Keys start with \"kk.\"; the first one is in the file admin.key of the data folder.",
        secret => Access.FindKeyAsync(Secrets.Hash(secret)));

    public Task<SignInAnswer> ByCodeAsync(string? code, IPAddress? from) => TryAsync(
        code, from, "This sign-in link was used before or is too old. Sign in with a key, or ask for a new link.",
        Access.RedeemSignInAsync);

    private IAccessGrain Access => cluster.GetGrain<IAccessGrain>(0);

    private async Task<SignInAnswer> TryAsync(string? secret, IPAddress? from, string unknown, Func<string, Task<Principal?>> find)
    {
        var wait = throttle.WaitOf(from);
        if (wait > TimeSpan.Zero)
            return SignInAnswer.Refused($"Too many failed sign-ins from your address. Try again in {Math.Ceiling(wait.TotalSeconds)} s.");
        secret = secret?.Trim() ?? "";
        if (secret.Length == 0)
            return SignInAnswer.Refused("Enter an API key.");
        var principal = secret.Length <= MaxSecretLength ? await find(secret) : null;
        if (principal is not null && Session.MaySignIn(principal.Role))
            return new SignInAnswer(principal, null);

        throttle.Failed(from);
        LogRefused(logger, from, principal?.Name);
        return SignInAnswer.Refused(principal is null ? unknown
            : $"The key \"{principal.Name}\" has the role {principal.Role}, which cannot use the dashboard.");
    }

    [LoggerMessage(1500, LogLevel.Warning, "Sign-in from {Address} refused (key {KeyName})")]
    private static partial void LogRefused(ILogger logger, IPAddress? address, string? keyName);
}

/// <summary>What came of a sign-in.</summary>
internal sealed record SignInAnswer(Principal? Principal, string? Problem)
{
    public static SignInAnswer Refused(string problem) => new(null, problem);
}
