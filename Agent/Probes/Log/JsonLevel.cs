using System.Text;
using System.Text.Json;

namespace Keeper.Agent.Probes.Log;

/// <summary>The level of a line that is a JSON object.</summary>
internal static class JsonLevel
{
    private static readonly string[] Fields = ["level", "severity", "lvl", "loglevel", "log.level", "@l", "levelname", "severity_text"];

    /// <summary><see langword="null"/> when it is no JSON after all, or was cut before it told.</summary>
    public static LogLevel? Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !IsLevelName(ref reader) || !reader.Read())
                    continue;
                if (reader.TokenType == JsonTokenType.String)
                    return LevelNames.InAnyCase(reader.GetString()) ?? LogLevel.None;
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
                    return number >= 10 ? LevelNames.OfNumber(number) : LevelNames.OfSeverity(number);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut, or not JSON after all; a word may still tell.
            return null;
        }

        return LogLevel.None;
    }

    private static bool IsLevelName(ref Utf8JsonReader reader)
    {
        foreach (var name in Fields)
        {
            if (reader.ValueSpan.Length == name.Length && Ascii.EqualsIgnoreCase(reader.ValueSpan, name))
                return true;
        }

        return false;
    }
}
