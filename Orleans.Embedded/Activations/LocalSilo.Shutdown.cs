using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

// Start and end of the silo.
internal sealed partial class LocalSilo
{
    private volatile bool _isOpen;
    private volatile bool _startsActivations;

    public void Open()
    {
        // Not in the constructor: filters may themselves ask for the grain factory.
        IncomingFilters = [.. Services.GetServices<IIncomingGrainCallFilter>()];
        OutgoingFilters = [.. Services.GetServices<IOutgoingGrainCallFilter>()];
        _startsActivations = true;
        _isOpen = true;
    }

    /// <summary>Takes no more calls from outside, lets running ones finish, then ends every activation.</summary>
    public async Task CloseAsync(CancellationToken token)
    {
        _isOpen = false;
        try
        {
            await DrainAsync(token);
        }
        catch (OperationCanceledException)
        {
            LogDrainCut(_logger);
        }

        _startsActivations = false;
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is stopping.");
        var ending = new List<Task>();
        foreach (var activation in Directory.All)
        {
            activation.Deactivate(reason, token);
            ending.Add(activation.Deactivated);
        }

        try
        {
            await Task.WhenAll(ending).WaitAsync(token);
        }
        catch (OperationCanceledException)
        {
            LogShutdownCut(_logger, ending.Count(task => !task.IsCompleted));
        }

        Deadlines.Dispose();
    }

    /// <summary>Refuses calls from outside grains.</summary>
    public void RefuseIfShut()
    {
        if (!_isOpen)
            throw new SiloUnavailableException("The silo has not started or is stopping; it takes no calls.");
    }

    /// <summary>Refuses new activations.</summary>
    public void RefuseIfClosed()
    {
        if (!_startsActivations)
            throw new SiloUnavailableException("The silo is stopping; it starts no more activations.");
    }

    private async Task DrainAsync(CancellationToken token)
    {
        while (Directory.All.FirstOrDefault(activation => !activation.IsQuiet) is { } busy)
            await busy.WhenQuiet().WaitAsync(token);
    }

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "The time to stop ran out while calls were running.")]
    private static partial void LogDrainCut(ILogger logger);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "The time to stop ran out with {Count} activations still ending.")]
    private static partial void LogShutdownCut(ILogger logger, int count);
}
