namespace Keeper.Agent.Permissions.Limits;

/// <summary>
/// The rules for one sort of thing. A rule that forbids counts before any that allows, whatever their order; once one rule
/// allows something, what none allows is forbidden. No rules: everything is allowed.
/// </summary>
/// <param name="subject">What the rules are for, as refusals call it.</param>
/// <param name="rules">The rules.</param>
internal sealed class RuleBook<T>(string subject, IReadOnlyList<LimitRule<T>> rules)
{
    private const int MaxNamed = 10;

    private readonly LimitRule<T>[] _allowing = [.. rules.Where(r => r.Allows)];
    private readonly LimitRule<T>[] _forbidding = [.. rules.Where(r => !r.Allows)];

    /// <summary>Throws unless the rules let it through.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="shown">The same for people.</param>
    /// <exception cref="DeniedException">A rule forbids it, or none allows it.</exception>
    public void Check(T asked, string shown)
    {
        if (Array.Find(_forbidding, r => r.IsAbout(asked)) is { } forbidding)
            throw new DeniedException($"denied: this agent's rule '{forbidding.Name}' forbids {shown}");
        if (_allowing.Length > 0 && !Array.Exists(_allowing, r => r.IsAbout(asked)))
            throw new DeniedException($"denied: no rule of this agent allows {shown}; its rules for {subject} are {Names()}");
    }

    private string Names() =>
        string.Join(", ", _allowing.Take(MaxNamed).Select(r => $"'{r.Name}'"))
        + (_allowing.Length > MaxNamed ? $" and {_allowing.Length - MaxNamed} more" : "");
}
