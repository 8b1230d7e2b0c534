using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Persistence;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>Builds instances of one grain class: services from the activation's scope, persistent state by attribute.</summary>
internal sealed class GrainConstructor(Type type)
{
    // Looked into at the first activation, so that a class that can't be built fails its own calls and not the start.
    private readonly Lazy<Plan> _plan = new(() => Prepare(type));

    public object Create(Activation activation)
    {
        var plan = _plan.Value;
        var states = new object?[plan.States.Length];
        for (var i = 0; i < states.Length; i++)
            states[i] = PersistentStates.Create(activation, plan.States[i]);
        return plan.Factory(activation.ActivationServices, states);
    }

    private static Plan Prepare(Type type)
    {
        var constructors = type.GetConstructors();
        var constructor = Array.Find(constructors, c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.MaxBy(c => c.GetParameters().Length)
            ?? throw new OrleansConfigurationException($"The grain class {type} has no public constructor.");
        ParameterInfo[] states = [.. constructor.GetParameters().Where(p => p.IsDefined(typeof(PersistentStateAttribute)))];
        return new Plan(ActivatorUtilities.CreateFactory(type, [.. states.Select(p => p.ParameterType)]), states);
    }

    private sealed record Plan(ObjectFactory Factory, ParameterInfo[] States);
}
