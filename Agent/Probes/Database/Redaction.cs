namespace Keeper.Agent.Probes.Database;

/// <summary>Takes the password out of whatever a server said: some echo the login that they refuse.</summary>
internal sealed class Redaction(string? password)
{
    private const string Mark = "(secret)";

    public string Of(string text) =>
        string.IsNullOrEmpty(password) ? text : text.Replace(password, Mark, StringComparison.Ordinal);
}
