using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Message;

/// <summary>
/// Delivers a message, again and again until the target has answered for good or the time is up. Every attempt carries the
/// same Idempotency-Key, so that a target that knows the header acts once.
/// </summary>
internal sealed class MessageExecutor(MessageArguments message) : IExecutor
{
    private const int MaxAnswerBytes = 4096;

    /// <summary>A target that says nothing for so long is asked anew.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        var start = context.Time.GetTimestamp();
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            var (reply, failure) = await TryAsync(probe, context, ct);
            if (reply is not null && !MayPass((int)reply.Status))
                return Judge(probe, reply, attempt);
            if (context.Time.GetElapsedTime(start) + delay >= context.RunTimeout)
                return probe.Fail($"not delivered in {attempt} attempts, the last: {reply?.StatusText ?? failure}", reply?.Text() ?? "");
            await Task.Delay(delay, context.Time, ct);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task<HttpOutcome> TryAsync(ProbeRun probe, InstructionContext context, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(AnswerTime, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var request = new HttpRequest(message.Url, "POST", message.Body, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Type"] = message.ContentType,
            ["Idempotency-Key"] = context.TaskId,
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

    private static TaskResult Judge(ProbeRun probe, HttpReply reply, int attempt)
    {
        probe.Check("status is 2xx", (int)reply.Status is >= 200 and <= 299, reply.StatusText);
        return probe.Finish($"delivered in {attempt} {(attempt == 1 ? "attempt" : "attempts")}: {reply.StatusText}", reply.Text());
    }

    /// <summary>Whether the target may answer otherwise if asked again (RFC 9110, RFC 6585, RFC 8470).</summary>
    private static bool MayPass(int status) => status is 408 or 425 or 429 or (>= 500 and not 501 and not 505);
}
