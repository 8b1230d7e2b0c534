using Keeper.Agent.Permissions.Limits;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>A text that instructions may use by its name: where it is kept, and what it may be used for.</summary>
public sealed record SecretRule
{
    /// <summary>The name that instructions use.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the file that holds it.</summary>
    public string? File { get; init; }

    /// <summary>Environment variable of the agent that holds it, when no file does.</summary>
    public string? Environment { get; init; }

    /// <summary>Kinds of instruction that may use it; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>What an instruction that uses it may connect to, besides the agent's other limits.</summary>
    internal LocalLimits? Targets { get; init; }

    /// <summary>Reads a rule; <see langword="null"/> when a fault was noted.</summary>
    internal static SecretRule? Read(string name, ObjectReader reader)
    {
        var file = reader.Text("file", 1000, minLength: 1);
        var variable = reader.Text("environment", 200, minLength: 1);
        if (file is null == variable is null && !reader.Faulty)
            reader.Fault(file is null ? "file" : "environment", "a secret is in either a 'file' or an 'environment' variable");
        if (file is not null && !Path.IsPathFullyQualified(file))
            reader.Fault("file", $"'{Names.Shorten(file)}' is not an absolute path");
        if (variable is not null && variable.AsSpan().ContainsAny('=', '\0'))
            reader.Fault("environment", $"'{Names.Shorten(variable)}' is not the name of a variable");
        var kinds = ReadKinds(reader);
        var targets = ReadTargets(name, reader, kinds);
        reader.Done();
        return reader.Faulty ? null : new SecretRule { Name = name, File = file, Environment = variable, Kinds = kinds, Targets = targets };
    }

    private static IReadOnlyList<string>? ReadKinds(ObjectReader reader)
    {
        var kinds = reader.Texts("kinds", 100, Names.MaxLength);
        foreach (var kind in kinds ?? [])
            Names.Check(kind, reader.PathOf("kinds"), reader.Faults);
        return kinds;
    }

    /// <summary>
    /// Targets bind only what asks the agent before it connects. A command or a plug-in connects by itself, so a secret for
    /// them cannot be bound to targets, and saying so must not look as if it were.
    /// </summary>
    private static SecretTargets? ReadTargets(string name, ObjectReader reader, IReadOnlyList<string>? kinds)
    {
        var texts = reader.Texts("targets", 1000, 100);
        var range = TargetRange.Read(reader, (texts ?? []).Select((t, i) => (t, reader.PathOf($"targets[{i}]"))));
        if (texts is null)
        {
            if (range.Ports.Count > 0)
                reader.Fault("ports", "needs 'targets'");
            return null;
        }

        if (kinds is null)
            reader.Fault("kinds", "is required beside 'targets': it names kinds of which the agent checks each connection");
        foreach (var kind in (kinds ?? []).Where(k => k == CommandArguments.Kind || !InstructionKinds.TryGet(k, out _)))
            reader.Fault("kinds", $"'{Names.Shorten(kind)}' connects by itself, so that 'targets' cannot bind it");
        return new SecretTargets(name, range);
    }
}
