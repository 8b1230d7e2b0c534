using Keeper.Agent.Probes.Command;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Plugins;

/// <summary>The conversation with one process of a plug-in, from its first line to the end of its whole process tree.</summary>
internal sealed class PluginRun(CommandProcess process, TimeProvider time)
{
    private const int MaxKeptErrors = 8_000;

    /// <summary>How long a plug-in that is told to stop may take to answer with what it has.</summary>
    private static readonly TimeSpan CancelTime = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one that has answered may take to end, and the last output of one that has ended to arrive.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private readonly KeptOutput _errors = new(MaxKeptErrors);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it wrote to standard error: beginning and end.</summary>
    public string Errors => _errors.ToString();

    /// <summary>What it last said of how far it was.</summary>
    public string Progress { get; private set; } = "";

    /// <summary>What was wrong with what it wrote; <see langword="null"/> when it just ended.</summary>
    public string? Fault { get; private set; }

    /// <summary>Sends the instruction and reads until the result; <see langword="null"/> when there is none.</summary>
    /// <param name="request">The line that tells it what to do.</param>
    /// <param name="ct">Asks it to stop; it is killed a little later.</param>
    public async Task<TaskResult?> RunAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var cancelling = ct.Register(() => over.CancelAfter(CancelTime));
        var others = Task.WhenAll(
            SpeakAsync(request, ct, over.Token), _errors.ReadAsync(process.Errors, over.Token), FollowExitAsync(over));
        try
        {
            return await ListenAsync(over.Token);
        }
        catch (PluginFaultException e)
        {
            Fault = e.Message;
            return null;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await EndAsync(over, others);
        }
    }

    private async Task<TaskResult?> ListenAsync(CancellationToken over)
    {
        var lines = new PluginLines(process.Output);
        while (await lines.ReadAsync(over) is { } line)
        {
            var (progress, result) = PluginMessages.Read(line);
            if (result is not null)
                return result;
            Progress = progress!;
        }

        return null;
    }

    /// <summary>One line at the begin, another if it is to stop, and the end of input when nothing more is wanted of it.</summary>
    private async Task SpeakAsync(ReadOnlyMemory<byte> request, CancellationToken cancel, CancellationToken over)
    {
        try
        {
            await using var input = process.Input;
            await input.WriteAsync(request, over);
            await input.FlushAsync(over);
            await _ended.Task.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_ended.Task.IsCompleted)
                await input.WriteAsync(PluginMessages.Cancel, over);
        }
        catch (IOException)
        {
            // It ended, or closed its input: it has heard enough.
            return;
        }
    }

    /// <summary>A process that it left behind may hold its output open; what it had to say itself has been said.</summary>
    private async Task FollowExitAsync(CancellationTokenSource over)
    {
        await process.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!over.IsCancellationRequested)
            over.CancelAfter(EndTime);
    }

    private async Task EndAsync(CancellationTokenSource over, Task others)
    {
        _ended.TrySetResult();
        if (Fault is null && !over.IsCancellationRequested)
        {
            over.CancelAfter(EndTime);
            await process.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        process.KillTree();
        if (!over.IsCancellationRequested)
            over.CancelAfter(EndTime);
        await others.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var gone = new CancellationTokenSource(EndTime, time);
        await process.WaitAsync(gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
