using System.Text.Json.Nodes;
using Keeper.Protocol.Json;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Messages;

/// <summary>Body of <c>POST /messages</c>.</summary>
/// <param name="Vpc">The VPC of the target.</param>
/// <param name="Target">Who gets it.</param>
/// <param name="Body">A text, or an object or array that is delivered as its JSON text; at most 64 Ki characters.</param>
/// <param name="ContentType">The body's type; told by the body when not given.</param>
/// <param name="AgentId">The agent that has to deliver it; <see langword="null"/> lets the VPC choose.</param>
/// <param name="IdempotencyKey">
/// A repeated call with the same key in the same VPC is answered with the first one's task, and the target gets it in the
/// header Idempotency-Key.
/// </param>
public sealed record MessageRequest(
    string Vpc, MessageTarget Target, RawJson Body, string? ContentType = null, string? AgentId = null, string? IdempotencyKey = null)
{
    /// <summary>Reads the body as the task that delivers the message; <see langword="null"/> when a fault was noted.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="aims">Gets what only the VPC can judge, also when something else is wrong.</param>
    public static TaskRequest? Read(ObjectReader reader, ICollection<TaskAim>? aims = null)
    {
        var vpc = reader.Name("vpc", required: true);
        var agentId = reader.Text("agentId", 64, minLength: 1);
        if (Names.IsValid(vpc))
            aims?.Add(new TaskAim(reader.Path, vpc!, MessageArguments.Kind, agentId));
        var url = ReadTarget(reader);
        var (body, type) = MessageArguments.ReadContent(reader);
        var key = MessageArguments.ReadKey(reader);
        reader.Done();
        return reader.Faulty ? null : new TaskRequest
        {
            Vpc = vpc!,
            AgentId = agentId,
            Kind = MessageArguments.Kind,
            Arguments = ArgumentsOf(url!, type, body, key),
            IdempotencyKey = key,
        };
    }

    private static RawJson ArgumentsOf(Uri url, string type, string? body, string? key)
    {
        var arguments = new JsonObject { ["url"] = url.OriginalString, ["contentType"] = type, ["body"] = body };
        if (key is not null)
            arguments["idempotencyKey"] = key;
        return new RawJson(arguments.ToJsonString());
    }

    private static Uri? ReadTarget(ObjectReader reader)
    {
        if (reader.RequiredValue("target") is not { } value)
            return null;
        var target = new ObjectReader(value, reader.PathOf("target"), reader.Faults);
        var named = target.Value("instance") is not null;
        if (named)
            target.Fault("instance", "cannot be named yet: this version knows no instances; give the target's url");
        var url = named && target.Value("url") is null ? null : MessageArguments.ReadUrl(target);
        target.Done();
        return url;
    }
}

/// <summary>Who gets a message.</summary>
/// <param name="Url">Absolute http or https URL inside the VPC.</param>
public sealed record MessageTarget(string Url);
