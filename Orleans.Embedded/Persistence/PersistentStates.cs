using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Persistence;

/// <summary>Builds what <see cref="PersistentStateAttribute"/> asks for.</summary>
internal static class PersistentStates
{
    public const string DefaultStore = "Default";

    public static object Create(Activation activation, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new OrleansConfigurationException($"{parameter.Member.DeclaringType}: parameter {parameter.Name} has a PersistentStateAttribute and is not an IPersistentState<T>.");

        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var store = FindStore(activation, attribute.StorageName);
        var state = (IReadAtStart)Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments()), attribute.StateName, activation.GrainId, store)!;
        activation.StateReads.Add(state.ReadAtStartAsync);
        return state;
    }

    private static IGrainStorage FindStore(Activation activation, string? name) =>
        activation.ActivationServices.GetKeyedService<IGrainStorage>(name ?? DefaultStore)
        ?? (name is null ? activation.ActivationServices.GetService<IGrainStorage>() : null)
        ?? throw new BadProviderConfigException(name is null
            ? $"No default storage provider found loading grain type {activation.Class.Type}."
            : $"No storage provider named \"{name}\" found loading grain type {activation.Class.Type}.");
}
