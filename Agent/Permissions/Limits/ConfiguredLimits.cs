using System.Net;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions.Limits;

/// <summary>The limits of the agent's configuration file.</summary>
internal sealed class ConfiguredLimits(RuleBook<string> kinds, RuleBook<Target> targets, RuleBook<string> folders) : LocalLimits
{
    private const int MaxRules = 1000;

    public override void CheckKind(string kind) => kinds.Check(kind, $"the kind '{Names.Shorten(kind)}'");

    public override void CheckTarget(IPAddress address, int? port)
    {
        var target = new Target(address, port);
        targets.Check(target, target.ToString());
    }

    public override void CheckPath(string path)
    {
        foreach (var real in RealPath.AllOf(path))
            CheckReal(path, real);
    }

    /// <summary>Reads the object <c>limits</c>.</summary>
    public static ConfiguredLimits Read(ObjectReader reader)
    {
        var limits = new ConfiguredLimits(
            new("kinds", Rules<string>(reader, "kinds", ReadKinds)),
            new("targets", Rules<Target>(reader, "targets", ReadTargets)),
            new("folders", Rules<string>(reader, "folders", ReadFolders)));
        reader.Done();
        return limits;
    }

    private static IReadOnlyList<LimitRule<T>> Rules<T>(ObjectReader reader, string field, RuleReading<T> read)
    {
        var rules = reader.Groups(field, MaxRules, r => LimitRule<T>.Read(r, read));
        foreach (var twice in rules.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            reader.Fault(field, $"'{twice.Key}' names {twice.Count()} rules; allowed is one");
        return rules;
    }

    private static Func<string, bool> ReadKinds(ObjectReader reader, bool allows, IReadOnlyList<(string Text, string Path)> kinds)
    {
        foreach (var (kind, path) in kinds)
            Names.Check(kind, path, reader.Faults);
        var named = kinds.Select(k => k.Text).ToHashSet(StringComparer.Ordinal);
        return named.Contains;
    }

    private static Func<Target, bool> ReadTargets(ObjectReader reader, bool allows, IReadOnlyList<(string Text, string Path)> networks)
    {
        var range = TargetRange.Read(reader, networks);
        return allows ? range.Allows : range.Forbids;
    }

    private static Func<string, bool> ReadFolders(ObjectReader reader, bool allows, IReadOnlyList<(string Text, string Path)> folders)
    {
        foreach (var (folder, at) in folders.Where(f => !Path.IsPathFullyQualified(f.Text)))
            reader.Faults.Add(at, $"'{Names.Shorten(folder)}' is not an absolute path");
        // The rule's own folder may be a link, and may become one: it is followed each time.
        return path => folders.Any(f => RealPath.Of(f.Text) is { } root && RealPath.IsWithin(root, path));
    }

    private void CheckReal(string path, string? real)
    {
        if (real is null)
            throw new DeniedException($"denied: the links of '{Names.Shorten(path)}' go round in circles, so no rule can be about it");
        folders.Check(real, real == path ? $"'{Names.Shorten(path)}'" : $"'{Names.Shorten(path)}' (in truth '{Names.Shorten(real)}')");
    }
}
