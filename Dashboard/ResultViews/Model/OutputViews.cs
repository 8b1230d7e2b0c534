using System.Text.RegularExpressions;
using Keeper.Dashboard.Kinds.Model;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.ResultViews.Model;

/// <summary>
/// Chooses how an output is shown, by its shape and, where shapes could be mistaken, by its kind. What fits nothing is text.
/// Outputs come from targets: a shape is a guess that never hides anything, so each view shows all of its lines or is not taken.
/// </summary>
internal static partial class OutputViews
{
    private const string ErrorsMark = "\n--- standard error ---\n";

    /// <summary>The parts of an output; none when there is none.</summary>
    public static IReadOnlyList<OutputView> Of(string kind, string output)
    {
        if (output.Length == 0)
            return [];
        if (kind == CommandArguments.Kind)
            return Streams(output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Chain(lines)
            ?? (kind == DomainArguments.Kind ? Table(lines, Record(), "Records", ["Name", "TTL (s)", "Type", "Data"]) : null)
            ?? (kind == IcmpArguments.Kind ? Trips(lines) : null)
            ?? (SaysFacts(kind) ? Facts(lines) : null)
            ?? Json(output)
            ?? [new TextOutput(TitleOf(kind), output)];
    }

    private static string TitleOf(string kind) => kind switch
    {
        HttpArguments.Kind or MessageArguments.Kind => "Answer",
        PortArguments.Kind => "What the target said",
        "log" => "Matching lines",
        _ => "Output",
    };

    // The bodies of answers are the target's own words; facts are told by Keeper's executors and by plug-ins.
    private static bool SaysFacts(string kind) => kind is "database" or MetricsArguments.Kind || !InstructionKinds.TryGet(kind, out _);

    private static List<OutputView> Streams(string output)
    {
        var mark = output.LastIndexOf(ErrorsMark, StringComparison.Ordinal);
        if (mark < 0)
            return [new TextOutput("Standard output", output)];
        List<OutputView> streams = [new TextOutput("Standard error", output[(mark + ErrorsMark.Length)..])];
        if (mark > 0)
            streams.Insert(0, new TextOutput("Standard output", output[..mark]));
        return streams;
    }

    private static IReadOnlyList<OutputView>? Chain(string[] lines)
    {
        if (lines.Length < 3 || !lines[1].StartsWith("names: ", StringComparison.Ordinal) || lines[0].Split(", ", 2) is not [var version, var cipher])
            return null;
        var certificates = lines.Skip(2).TakeWhile(l => Certificate().IsMatch(l)).ToArray();
        if (Table(certificates, Certificate(), "Certificate chain", ["Subject", "Issuer", "Valid from", "Valid until"]) is not { } chain)
            return null;
        IReadOnlyList<(string, string)> facts = [("Version", version), ("Cipher", cipher), ("Names", lines[1]["names: ".Length..])];
        var rest = string.Join('\n', lines.Skip(2 + certificates.Length));
        return [new FactsOutput("TLS", facts), .. chain, .. rest.Length == 0 ? Array.Empty<OutputView>() : [new TextOutput("What the target said", rest)]];
    }

    private static List<OutputView>? Trips(string[] lines) => lines.All(l => Trip().IsMatch(l))
        ? [new TableOutput("Echoes", ["Answer", "Round trip"], [.. lines.Select((l, i) => (IReadOnlyList<string>)[$"{i + 1}", l])])] : null;

    private static List<OutputView>? Facts(string[] lines) => lines.All(l => Fact().IsMatch(l))
        ? [new FactsOutput("Output", [.. lines.Select(l => Fact().Match(l)).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value))])] : null;

    private static List<OutputView>? Json(string output) => output.TrimStart() is ['{' or '[', ..] && JsonText.Parse(output, out _) is { } node
        ? [new TextOutput("Answer (JSON)", JsonText.Pretty(node))] : null;

    private static List<OutputView>? Table(string[] lines, Regex shape, string title, IReadOnlyList<string> columns) =>
        lines.Length > 0 && lines.All(shape.IsMatch)
            ? [new TableOutput(title, columns, [.. lines.Select(l => (IReadOnlyList<string>)[.. shape.Match(l).Groups.Values.Skip(1).Select(g => g.Value)])])] : null;

    [GeneratedRegex(@"^(?<subject>.+), issued by (?<issuer>.+), valid from (?<from>\S+ \S+) until (?<until>\S+ \S+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Certificate();

    [GeneratedRegex(@"^(?<name>\S+) (?<ttl>[0-9]+) (?<type>[A-Z0-9]+) (?<data>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Record();

    [GeneratedRegex(@"^[0-9.]+ ms$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trip();

    [GeneratedRegex(@"^(?<name>[^:]{1,60}): (?<value>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fact();
}
