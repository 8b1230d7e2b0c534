using Microsoft.Extensions.Logging;

namespace Keeper.Storage.Sql;

/// <summary>Remembers whether the last commit succeeded; logs the changes only, so that an outage is two lines.</summary>
internal sealed partial class WriterHealth(ILogger logger)
{
    private volatile StoreHealth _current = new(true);

    public StoreHealth Current => _current;

    public void Succeeded()
    {
        if (!_current.IsHealthy)
        {
            _current = new StoreHealth(true) { Outages = _current.Outages + 1 };
            LogRecovered(logger);
        }
    }

    public void Failed(Exception fault)
    {
        if (_current.IsHealthy)
        {
            LogFailed(logger, fault);
        }

        _current = new StoreHealth(false, fault.Message) { Outages = _current.Outages };
    }

    [LoggerMessage(1100, LogLevel.Error, "The store can't write. Writes are refused until one succeeds again.")]
    private static partial void LogFailed(ILogger logger, Exception fault);

    [LoggerMessage(1101, LogLevel.Information, "The store writes again.")]
    private static partial void LogRecovered(ILogger logger);
}
