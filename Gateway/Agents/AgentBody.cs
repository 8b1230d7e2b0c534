using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keeper.Gateway.Http;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Agents;

/// <summary>
/// One kind of body that agents send: how to parse it fast, how to see that it is sound, and, only when it is not, how to
/// name every fault in it. The sound case costs one pass and no fault collection.
/// </summary>
internal sealed record AgentBody<T>(JsonTypeInfo<T> Type, Func<T, bool> IsSound, Action<ObjectReader> Explain)
    where T : class
{
    /// <summary>The body, or what is wrong with it.</summary>
    public T? Parse(ReadOnlySequence<byte> body, out Problem? problem)
    {
        problem = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (JsonSerializer.Deserialize(ref reader, Type) is { } value && !reader.Read() && IsSound(value))
                return value;
            problem = ExplainAll(body, path: null);
        }
        catch (JsonException e)
        {
            problem = ExplainAll(body, e.Path);
        }

        return null;
    }

    private Problem ExplainAll(ReadOnlySequence<byte> body, string? path)
    {
        var faults = new Faults();
        if (JsonBody.Read(body, faults, Explain) is { } malformed)
            return malformed;
        if (faults.None)
            faults.Add(path?.TrimStart('$').TrimStart('.') ?? "", "does not have the type or the value that belongs here");
        return Problem.Invalid(faults);
    }
}
