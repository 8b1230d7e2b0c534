using Keeper.Protocol.Messages;
using Keeper.Protocol.Tasks;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Has a message delivered inside a VPC. With an idempotency key it is sent again when the answer was lost.</summary>
    /// <returns>The task that delivers it.</returns>
    public Task<TaskDocument> SendMessageAsync(MessageRequest message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var request = Post("/messages", message, ClientJson.Default.MessageRequest) with { Repeatable = message.IdempotencyKey is not null };
        return CallAsync(request, ClientJson.Answers.TaskDocument, cancellation);
    }
}
