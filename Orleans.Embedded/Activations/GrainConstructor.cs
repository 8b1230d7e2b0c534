using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Persistence;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>Builds instances of one grain class: services from the activation's scope, persistent state by attribute.</summary>
internal sealed class GrainConstructor(Type type)
{
    private readonly Lock _lock = new();
    private ObjectFactory? _factory;
    private ParameterInfo[] _states = [];

    public object Create(Activation activation)
    {
        if (_factory is null)
            Prepare();

        var states = new object?[_states.Length];
        for (var i = 0; i < states.Length; i++)
            states[i] = PersistentStates.Create(activation, _states[i]);
        return _factory!(activation.ActivationServices, states);
    }

    private void Prepare()
    {
        lock (_lock)
        {
            var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
            var constructor = Array.Find(constructors, c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
                ?? constructors.Where(c => c.IsPublic).MaxBy(c => c.GetParameters().Length)
                ?? throw new OrleansConfigurationException($"The grain class {type} has no public constructor.");
            _states = [.. constructor.GetParameters().Where(p => p.IsDefined(typeof(PersistentStateAttribute)))];
            _factory = ActivatorUtilities.CreateFactory(type, [.. _states.Select(p => p.ParameterType)]);
        }
    }
}
