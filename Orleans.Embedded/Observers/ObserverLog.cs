using Microsoft.Extensions.Logging;

namespace Orleans.Utilities;

internal static partial class ObserverLog
{
    [LoggerMessage(EventId = 1010, Level = LogLevel.Debug, Message = "Dropped observer {Observer}, which was not seen for long.")]
    public static partial void Expired(ILogger logger, object? observer);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Information, Message = "Dropped observer {Observer}, which failed.")]
    public static partial void Failed(ILogger logger, Exception fault, object? observer);
}
