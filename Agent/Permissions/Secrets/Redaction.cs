using System.Buffers;
using System.Text;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>Takes the secrets of one attempt out of everything that it says, whatever the target or the executor put there.</summary>
internal sealed class Redaction
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mark = ObjectReader.UnknownSecret;

    /// <summary>A piece of a secret at a cut that is shorter may be anything.</summary>
    private const int MinPiece = 4;

    private const int MaxCuts = 64;
    private const char Cut = '…';

    private readonly string[] _forms;
    private readonly SearchValues<string> _any;

    private Redaction(IEnumerable<string> forms)
    {
        _forms = [.. forms.OrderByDescending(f => f.Length)];
        _any = SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>There are no secrets.</summary>
    public static Redaction None { get; } = new([]);

    /// <summary>Finds these secrets in all the forms in which they may come back.</summary>
    public static Redaction Of(IEnumerable<string> secrets) => new(secrets.SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal));

    /// <summary>
    /// The same for a password that stands written out in the arguments. Whoever sees the task sees it anyway, so a short one, which
    /// would make harmless texts unreadable, is left alone.
    /// </summary>
    public static Redaction OfWritten(string? password) => password is { Length: >= SecretForms.MinLength } ? Of([password]) : None;

    /// <summary>The text without secrets.</summary>
    public string Apply(string text)
    {
        if (_forms.Length == 0)
            return text;
        var hidden = Whole(text).Concat(Pieces(text)).OrderBy(h => h.Start).ToList();
        if (hidden.Count == 0)
            return text;
        var clean = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in hidden)
        {
            // One that overlaps the one before belongs to it.
            if (start >= at)
                clean.Append(text, at, start - at).Append(Mark);
            at = Math.Max(at, end);
        }

        return clean.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The result without secrets.</summary>
    public TaskResult Apply(TaskResult result) => _forms.Length == 0 ? result : result with
    {
        Message = Apply(result.Message),
        Output = Apply(result.Output),
        Assertions = [.. result.Assertions.Select(a => a with { Text = Apply(a.Text), Actual = Apply(a.Actual) })],
        Phases = Apply(result.Phases),
        Values = Apply(result.Values),
    };

    private Dictionary<string, double>? Apply(IReadOnlyDictionary<string, double>? figures)
    {
        if (figures is null)
            return null;
        var clean = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in figures)
            clean[Apply(name)] = value;
        return clean;
    }

    private IEnumerable<(int Start, int End)> Whole(string text)
    {
        for (var from = 0; from < text.Length && text.AsSpan(from).IndexOfAny(_any) is >= 0 and var found; from += found + 1)
        {
            var start = from + found;
            yield return (start, start + Array.Find(_forms, f => text.AsSpan(start).StartsWith(f, StringComparison.Ordinal))!.Length);
        }
    }

    /// <summary>What a cut has left of a secret: its beginning before the cut or at the end, its end after the cut.</summary>
    private IEnumerable<(int Start, int End)> Pieces(string text)
    {
        var cut = text.Length;
        for (var cuts = 0; cuts < MaxCuts && cut >= 0; cuts++)
        {
            var before = cut > 0 && text[cut - 1] == '\n' ? cut - 1 : cut;
            foreach (var length in _forms.Select(f => LengthBefore(text.AsSpan(0, before), f)).Where(l => l > 0))
                yield return (before - length, before);
            var after = Math.Min(text.Length, cut + (cut + 1 < text.Length && text[cut + 1] == '\n' ? 2 : 1));
            foreach (var length in _forms.Select(f => LengthAfter(text.AsSpan(after), f)).Where(l => l > 0))
                yield return (after, after + length);
            cut = cut == 0 ? -1 : text.LastIndexOf(Cut, cut - 1);
        }
    }

    private static int LengthBefore(ReadOnlySpan<char> text, string form)
    {
        for (var length = Math.Min(form.Length - 1, text.Length); length >= MinPiece; length--)
        {
            if (text[^length] == form[0] && text.EndsWith(form.AsSpan(0, length), StringComparison.Ordinal))
                return length;
        }

        return 0;
    }

    private static int LengthAfter(ReadOnlySpan<char> text, string form)
    {
        for (var length = Math.Min(form.Length - 1, text.Length); length >= MinPiece; length--)
        {
            if (text[length - 1] == form[^1] && text.StartsWith(form.AsSpan(form.Length - length), StringComparison.Ordinal))
                return length;
        }

        return 0;
    }
}
