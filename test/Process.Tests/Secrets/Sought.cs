using System.Text;

namespace Keeper.Process.Tests.Secrets;

/// <summary>A value that nothing else in the world contains, and every spelling in which somebody might have kept it.</summary>
internal sealed class Sought(string name)
{
    private static readonly Encoding Latin1 = Encoding.Latin1;

    public string Name => name;

    public string Value { get; } = $"kz-{name}-{Guid.NewGuid():N}";

    /// <summary>The first place in which one of the spellings stands; <see langword="null"/> when there is none.</summary>
    public string? FoundIn(IEnumerable<(string Where, byte[] Bytes)> places)
    {
        foreach (var (where, bytes) in places)
        {
            var text = Latin1.GetString(bytes);
            if (Spellings().FirstOrDefault(s => text.Contains(s, StringComparison.OrdinalIgnoreCase)) is { } spelling)
                return $"'{name}' as '{spelling}' in {where}: …{Around(text, spelling)}…";
        }

        return null;
    }

    private IEnumerable<string> Spellings()
    {
        var bytes = Encoding.UTF8.GetBytes(Value);
        yield return Value;
        yield return Latin1.GetString(Encoding.Unicode.GetBytes(Value));
        yield return Convert.ToHexString(bytes);
        // In the middle of a longer text base64 has three forms; what is cut off here depends on the neighbours.
        for (var before = 0; before < 3; before++)
            yield return Convert.ToBase64String([.. new byte[before], .. bytes])[4..^4];
    }

    private static string Around(string text, string spelling)
    {
        var at = text.IndexOf(spelling, StringComparison.OrdinalIgnoreCase);
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + spelling.Length + 20)];
    }
}
