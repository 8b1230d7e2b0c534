using System.Text;
using System.Text.RegularExpressions;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Port;

/// <summary>Talks to a peer step by step: sends, and waits for what each step expects. The first that fails is the last.</summary>
internal sealed partial class Conversation(IReadOnlyList<PortStep> steps)
{
    private readonly HeardText _heard = new();
    private readonly Dictionary<string, string> _captured = new(StringComparer.Ordinal);
    private int _step;
    private bool _waiting;

    /// <summary>What the peer has said so far.</summary>
    public string Heard => _heard.All;

    /// <summary>Whether the peer is expected to say something at all.</summary>
    public bool IsExpecting => steps.Any(s => s.Expect is not null);

    private string Subject => steps.Count == 1 ? "answer" : $"step {_step + 1}: answer";

    public async Task RunAsync(ProbeRun probe, Stream stream, CancellationToken ct)
    {
        for (_step = 0; _step < steps.Count; _step++)
        {
            var step = steps[_step];
            if (BytesOf(step) is { Length: > 0 } bytes)
            {
                probe.Doing = "sending";
                await stream.WriteAsync(bytes, ct);
            }

            if (step.Expect is not { } expect)
                continue;
            probe.Doing = $"waiting for an answer that matches /{expect}/";
            if (!await ExpectAsync(probe, stream, expect, ct))
                return;
        }
    }

    /// <summary>Notes, when time has run out, what was said until then.</summary>
    public void NoteTimeout(ProbeRun probe, int timeoutMs)
    {
        if (_waiting && _heard.Untaken is { Length: > 0 } said)
            probe.CheckMatch($"{Subject} within {timeoutMs} ms", steps[_step].Expect!, said);
    }

    private async Task<bool> ExpectAsync(ProbeRun probe, Stream stream, Regex expect, CancellationToken ct)
    {
        _waiting = true;
        var match = Find(expect);
        while (match is { Success: false })
        {
            var isFirst = _heard.IsEmpty;
            if (!await _heard.ListenAsync(stream, ct))
                break;
            if (isFirst)
                probe.EndPhase("firstByte");
            match = Find(expect);
        }

        _waiting = false;
        var said = _heard.Untaken;
        if (!probe.CheckMatch(Subject, expect, said) || match is null)
            return false;
        foreach (var name in expect.GetGroupNames().Where(n => !char.IsAsciiDigit(n[0])))
            _captured[name] = match.Groups[name].Value;
        // Not a character more: what follows belongs to the next step, whether it has come already or not.
        _heard.Take(match.Index + match.Length);
        return true;
    }

    /// <summary>The match in what was said; <see langword="null"/> when the pattern runs wild, which the check that follows meets too.</summary>
    private Match? Find(Regex expect)
    {
        try
        {
            return expect.Match(_heard.Untaken);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private byte[] BytesOf(PortStep step) => step.SendBytes?.ToArray() ?? Encoding.UTF8.GetBytes(Filled(step.Send ?? ""));

    private string Filled(string text) => _captured.Count == 0 ? text
        : Placeholder().Replace(text, m => _captured.GetValueOrDefault(m.Groups["name"].Value, m.Value));

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Placeholder();
}
