using System.Collections.Frozen;
using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Execution;

/// <summary>The executors of this agent, by kind.</summary>
internal sealed class ExecutorRegistry
{
    private readonly FrozenDictionary<string, IExecutorFactory> _byKind;
    private readonly FrozenDictionary<string, ArgumentSchema> _announced;

    /// <exception cref="AgentStartException">Two factories claim one kind, or one claims something that is no name.</exception>
    public ExecutorRegistry(IEnumerable<IExecutorFactory> factories)
    {
        var all = factories.ToList();
        var faults = new Faults();
        foreach (var kind in all.GroupBy(f => f.Kind))
        {
            Names.Check(kind.Key, "kind", faults);
            if (kind.Count() > 1)
                faults.Add("kind", $"'{kind.Key}' has {kind.Count()} executors ({string.Join(", ", kind.Select(f => f.GetType().Name))}); allowed is one");
        }

        if (!faults.None)
            throw new AgentStartException($"The executors do not fit together: {faults}");
        _byKind = all.ToFrozenDictionary(f => f.Kind, StringComparer.Ordinal);
        _announced = all.Where(f => f.ArgumentsSchema is not null)
            .ToFrozenDictionary(f => f.Kind, f => SchemaReader.Read(f.ArgumentsSchema!.Value.Parse()), StringComparer.Ordinal);
        Infos = [.. all.OrderBy(f => f.Kind, StringComparer.Ordinal).Select(f => new ExecutorInfo(f.Kind, f.Version, f.ArgumentsSchema, f.Repeatable))];
    }

    /// <summary>What the platform is told.</summary>
    public IReadOnlyList<ExecutorInfo> Infos { get; }

    /// <summary>Plug-ins that would be executors if they could be loaded.</summary>
    public IReadOnlyList<PluginFault> PluginFaults { get; init; } = [];

    /// <summary>Whether an attempt may be made again: of its own kinds Keeper knows it, of others their executor says so.</summary>
    public bool IsRepeatable(string kind, RawJson arguments) => InstructionKinds.TryGet(kind, out _)
        ? InstructionKinds.IsRepeatable(kind, arguments)
        : _byKind.TryGetValue(kind, out var factory) && factory.Repeatable;

    /// <summary>What the arguments of a kind may be: of its own kinds Keeper knows it, others announce it or say nothing.</summary>
    public ArgumentSchema ArgumentsOf(string kind) => InstructionKinds.TryGet(kind, out var known)
        ? known.Arguments
        : _announced.GetValueOrDefault(kind, ArgumentSchema.Anything);

    /// <summary>Makes the executor of an instruction, or says why there is none.</summary>
    public IExecutor? Create(string kind, RawJson arguments, out TaskResult? failure)
    {
        failure = null;
        if (!_byKind.TryGetValue(kind, out var factory))
        {
            failure = Failure($"this agent has no executor for '{Names.Shorten(kind)}'; it has {string.Join(", ", Infos.Select(i => i.Kind))}");
            return null;
        }

        var faults = new Faults();
        try
        {
            if (factory.Create(new ObjectReader(arguments.Parse(), "arguments", faults)) is { } executor && faults.None)
            {
                failure = (executor as DeniedExecutor)?.Result;
                return failure is null ? executor : null;
            }
        }
        catch (JsonException e)
        {
            faults.Add("arguments", $"are not JSON: {e.Message}");
        }

        failure = Failure($"the arguments are not understood: {faults}");
        return null;
    }

    private static TaskResult Failure(string message) => Results.Bound(new TaskResult { Outcome = Outcome.ExecutorFailed, Message = message });
}
