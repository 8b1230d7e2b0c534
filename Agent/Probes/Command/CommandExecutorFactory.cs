using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Command;

/// <summary>Makes the executors of the kind <c>command</c>, for what this agent's configuration allows.</summary>
internal sealed class CommandExecutorFactory(IReadOnlyList<CommandRule> rules) : IExecutorFactory
{
    private readonly CommandPolicy _policy = new(rules);

    public string Kind => CommandArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments)
    {
        if (CommandArguments.Read(arguments) is not { } command)
            return null;
        var (rule, refusal) = _policy.Find(command);
        return rule is null ? new DeniedExecutor(refusal) : new CommandExecutor(rule, command);
    }
}
