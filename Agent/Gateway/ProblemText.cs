using System.Text.Json;

namespace Keeper.Agent.Gateway;

/// <summary>What a gateway that refuses has to say, for people: the detail and the faults of a problem document, or whatever it was.</summary>
internal static class ProblemText
{
    private const int MaxLength = 600;

    public static string Of(string body)
    {
        var text = Read(body) ?? body;
        return text.Length > MaxLength ? text[..MaxLength] : text;
    }

    private static string? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var problem = document.RootElement;
            if (problem.ValueKind != JsonValueKind.Object
                || !problem.TryGetProperty("detail", out var detail) || detail.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            return problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object && errors.EnumerateObject().Any()
                ? $"{detail.GetString()} {errors.GetRawText()}" : detail.GetString();
        }
        catch (JsonException)
        {
            // Of a proxy on the way, perhaps: it is shown as it is.
            return null;
        }
    }
}
