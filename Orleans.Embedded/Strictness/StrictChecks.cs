using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Embedded.Calls;
using Orleans.Embedded.Proxies;

namespace Orleans.Embedded.Strictness;

/// <summary>
/// What Microsoft Orleans would refuse, or what would go unnoticed in one process and differ in a cluster: values that
/// can't be sent, and values that are changed after they were handed over, where a cluster has two copies.
/// </summary>
internal sealed class StrictChecks
{
    // How many results are watched for later changes.
    private const int WatchedResults = 64;

    private readonly ConcurrentQueue<Handover> _results = new();

    /// <summary>Checks the arguments and remembers what they hold.</summary>
    /// <exception cref="InvalidOperationException">An argument can't be sent.</exception>
    public Handover[] TakeArguments(GrainCall call)
    {
        var parameters = call.Method.Parameters;
        var handovers = new List<Handover>();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (call.GetArgument(i) is not { } value || value is CancellationToken)
                continue;

            var what = $"argument {parameters[i].Name} ({value.GetType()}) of {call.Method.FullName}";
            Refuse(value, what);
            if (!ObjectGraph.IsAtom(value.GetType()) && !parameters[i].IsDefined(typeof(ImmutableAttribute)))
                handovers.Add(new Handover(value, what));
        }

        return [.. handovers];
    }

    /// <summary>Checks what the call leaves behind; gives the fault to answer with, if there is one.</summary>
    public Exception? FaultAfter(GrainCall call, Handover[] arguments, Task outcome)
    {
        if (Array.Find(arguments, argument => argument.HasChanged) is { } changed)
            return Changed(changed);
        if (ChangedResult() is { } result)
            return Changed(result);
        return outcome.IsCompletedSuccessfully && call.ResultOf(outcome) is { } value ? TakeResult(call.Method, value) : null;
    }

    private static void Refuse(object value, string what)
    {
        if (SerializationRules.FaultOf(value) is { } fault)
            throw new InvalidOperationException($"The {what} can't cross a grain call: {fault}.");
    }

    private static InvalidOperationException Changed(Handover handover) =>
        new($"The {handover.What} was changed after it was handed over. In a cluster each side has its own copy; mark it [Immutable] or change a copy.");

    private InvalidOperationException? TakeResult(GrainMethod method, object value)
    {
        var what = $"result ({value.GetType()}) of {method.FullName}";
        if (SerializationRules.FaultOf(value) is { } fault)
            return new InvalidOperationException($"The {what} can't cross a grain call: {fault}.");

        if (!ObjectGraph.IsAtom(value.GetType()) && !method.Info.ReturnParameter.IsDefined(typeof(ImmutableAttribute)))
        {
            _results.Enqueue(new Handover(value, what));
            while (_results.Count > WatchedResults)
                _results.TryDequeue(out _);
        }

        return null;
    }

    private Handover? ChangedResult()
    {
        // Each result is looked at once per later call, and reported once.
        for (var left = _results.Count; left > 0 && _results.TryDequeue(out var result); left--)
        {
            if (result.HasChanged)
                return result;
            _results.Enqueue(result);
        }

        return null;
    }
}
