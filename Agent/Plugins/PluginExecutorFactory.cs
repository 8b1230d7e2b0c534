using Keeper.Agent.Execution;
using Keeper.Protocol.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Plugins;

/// <summary>Makes the executors of one plug-in, once its arguments were held against its schema.</summary>
internal sealed class PluginExecutorFactory(PluginManifest manifest, SemaphoreSlim slots) : IExecutorFactory
{
    public PluginExecutorFactory(PluginManifest manifest)
        : this(manifest, new SemaphoreSlim(manifest.MaxConcurrent))
    {
    }

    public string Kind => manifest.Kind;

    public string Version => manifest.Version;

    public RawJson? ArgumentsSchema => manifest.Schema;

    public bool Repeatable => manifest.Repeatable;

    public IExecutor? Create(ObjectReader arguments)
    {
        if (!arguments.Faulty)
            manifest.Rules.Check(arguments.Element, arguments.Path, arguments.Faults);
        return arguments.Faulty ? null : new PluginExecutor(manifest, arguments.Element, slots);
    }
}
