using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Keeper.Client.Http;

/// <summary>Turns answers into records, and refusals into exceptions.</summary>
internal static class AnswerReader
{
    public static T Read<T>(ApiAnswer answer, JsonTypeInfo<T> type)
    {
        EnsureSuccess(answer);
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw KeeperApiException.NotKeeper(answer.Url, answer.Status, "null");
        }
        catch (JsonException fault)
        {
            throw KeeperApiException.NotKeeper(answer.Url, answer.Status, fault.Message);
        }
    }

    public static void EnsureSuccess(ApiAnswer answer)
    {
        if (!answer.IsSuccess)
            throw KeeperApiException.Of(answer.Url, answer.Status, TryRead(answer, ClientJson.Answers.ProblemDocument));
    }

    /// <summary>The record in the body; <see langword="null"/> when the body holds none.</summary>
    public static T? TryRead<T>(ApiAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type);
        }
        catch (JsonException)
        {
            // A proxy in between answers in its own format; the status is then all there is to know.
            return null;
        }
    }
}
