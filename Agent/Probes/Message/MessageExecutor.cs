using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Message;

/// <summary>
/// Delivers a message, again and again until the target has answered for good or the time is up. Every attempt carries the
/// same Idempotency-Key, so that a target that knows the header acts once. A target that says when to come again is waited for.
/// </summary>
internal sealed class MessageExecutor(MessageArguments message) : IExecutor
{
    private const int MaxAnswerBytes = 4096;

    /// <summary>A target that says nothing for so long is asked anew.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private string _last = "";
    private string _answer = "";
    private int _attempts;
    private bool _wasSilent;

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        try
        {
            return await DeliverAsync(probe, context, ct);
        }
        catch (OperationCanceledException) when (context.TimeUp.IsCancellationRequested)
        {
            var before = _last.Length > 0 ? $"; before: {_last}" : "";
            return probe.TimeOut($"the time was up during attempt {_attempts}; whether the target has the message is not known{before}", _answer);
        }
    }

    private async Task<TaskResult> DeliverAsync(ProbeRun probe, InstructionContext context, CancellationToken ct)
    {
        var start = context.Time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            probe.Value("attempts", ++_attempts);
            var (reply, failure) = await TryAsync(probe, context, ct);
            (_last, _answer) = reply is null ? (failure, "") : (reply.StatusText, reply.Text());
            if (reply is not null && !MayPass((int)reply.Status))
                return Judge(probe, reply);
            _wasSilent |= reply is null;
            var asked = RetryAfter.Read(reply?.Header("Retry-After"), context.Time.GetUtcNow());
            var wait = asked > delay ? asked.Value : delay;
            if (context.Time.GetElapsedTime(start) + wait >= context.RunTimeout)
            {
                return probe.Fail(
                    $"not delivered in {Attempts}, the last: {_last}" + (asked is null ? "" : $"; it asks to come again in {asked.Value.TotalSeconds:0} s"), _answer);
            }

            await Task.Delay(wait, context.Time, ct);
        }
    }

    private async Task<HttpOutcome> TryAsync(ProbeRun probe, InstructionContext context, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(AnswerTime, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var request = new HttpRequest(message.Url, "POST", message.Body, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Type"] = message.ContentType,
            ["Idempotency-Key"] = message.IdempotencyKey ?? context.TaskId,
        });
        try
        {
            return await new HttpExchange(probe, new ServerCertificate(insecure: false), MaxAnswerBytes).SendAsync(request, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"{message.Url.Authority} did not answer within {AnswerTime.TotalSeconds:0} s");
        }
    }

    private TaskResult Judge(ProbeRun probe, HttpReply reply)
    {
        probe.Value("status", (int)reply.Status);
        probe.Check("status is 2xx", (int)reply.Status is >= 200 and <= 299, reply.StatusText);
        return probe.Finish($"delivered in {Attempts}: {reply.StatusText}", _answer);
    }

    private string Attempts => $"{_attempts} {(_attempts == 1 ? "attempt" : "attempts")}";

    /// <summary>
    /// Whether the target may answer otherwise if asked again (RFC 9110, RFC 6585, RFC 8470). After an attempt that it did not
    /// answer, 409 says that it is still at work on that one.
    /// </summary>
    private bool MayPass(int status) => status is 408 or 425 or 429 or (>= 500 and not 501 and not 505) || (status == 409 && _wasSilent);
}
