namespace Keeper.Agent.Probes.Database;

/// <summary>
/// Takes the password out of whatever a server said: some echo the login that they refuse. It comes before any cutting, which
/// would leave a part of it.
/// </summary>
internal sealed class Redaction(string? password)
{
    private const string Mark = "(secret)";
    private const int MaxLength = 500;

    public string Of(string text) =>
        string.IsNullOrEmpty(password) ? text : text.Replace(password, Mark, StringComparison.Ordinal);

    /// <summary>The same on one line, not too long.</summary>
    public string Line(string text) => string.Create(
        Math.Min(Of(text).Length, MaxLength), Of(text), static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }).Trim();
}
