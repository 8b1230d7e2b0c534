using System.Text.Json;
using Keeper.Agent.Permissions.Limits;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>Arguments with their secrets in place, and what follows from having them.</summary>
/// <param name="Arguments">For the executor alone: never logged, stored or sent.</param>
/// <param name="Limits">What the instruction may reach.</param>
/// <param name="Redaction">Takes the secrets out of whatever the instruction says.</param>
internal readonly record struct FilledArguments(RawJson Arguments, LocalLimits Limits, Redaction Redaction);

/// <summary>The secrets of this agent's configuration, and the one place where they meet an instruction.</summary>
internal sealed class SecretStore(IReadOnlyList<SecretRule> rules, LocalLimits limits, TimeProvider time)
{
    /// <summary>Puts the secrets that the arguments name in their place.</summary>
    /// <param name="kind">The kind of instruction, which may not be allowed every secret.</param>
    /// <param name="arguments">Its arguments as they were handed over.</param>
    /// <param name="schema">Where in them a secret may be named.</param>
    /// <param name="ct">Ends the wait for a file.</param>
    /// <exception cref="DeniedException">This agent does not allow a secret for the kind.</exception>
    /// <exception cref="SecretException">This agent does not have a secret, or cannot read it.</exception>
    /// <exception cref="JsonException">The arguments are not JSON.</exception>
    public async ValueTask<FilledArguments> FillAsync(string kind, RawJson arguments, ArgumentSchema schema, CancellationToken ct)
    {
        var nothing = new FilledArguments(arguments, limits, Redaction.None);
        if (!SecretReferences.MayBeIn(arguments))
            return nothing;
        var parsed = arguments.Parse();
        var names = SecretReferences.Find(parsed, schema);
        if (names.Count == 0)
            return nothing;
        var used = names.Select(n => RuleFor(n, kind)).ToList();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in used)
            values[rule.Name] = await SecretSource.ReadAsync(rule, time, ct);
        LocalLimits[] bounds = [limits, .. used.Select(r => r.Targets).OfType<LocalLimits>()];
        return new(
            SecretReferences.Fill(parsed, schema, values),
            bounds.Length == 1 ? limits : new CombinedLimits(bounds),
            Redaction.Of(values.Values));
    }

    private SecretRule RuleFor(string name, string kind)
    {
        var rule = rules.FirstOrDefault(r => r.Name == name)
            ?? throw new SecretException($"this agent has no secret '{Names.Shorten(name)}' in its configuration");
        return rule.Kinds?.Contains(kind, StringComparer.Ordinal) != false
            ? rule
            : throw new DeniedException($"denied: this agent does not let '{Names.Shorten(kind)}' use the secret '{name}'; it is for {string.Join(", ", rule.Kinds!)}");
    }
}
