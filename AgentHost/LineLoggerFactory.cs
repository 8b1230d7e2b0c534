using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Keeper.AgentHost;

/// <summary>Writes each log entry as one line: time, level, message, and what was thrown. Nothing else is needed on a host.</summary>
internal sealed class LineLoggerFactory(TextWriter output, TimeProvider time) : ILoggerFactory
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("The agent's log has one form.");

    public void Dispose() => output.Flush();

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var at = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var thrown = exception is null ? "" : $" | {(level == LogLevel.Critical ? exception.ToString() : $"{exception.GetType().Name}: {exception.Message}")}";
        var line = $"{at} {Word(level)} {message}{thrown}".Replace("\r", "", StringComparison.Ordinal).Replace("\n", " ⏎ ", StringComparison.Ordinal);
        lock (_lock)
            output.WriteLine(line);
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        LogLevel.Critical => "fatal",
        _ => "debug",
    };

    private sealed class LineLogger(LineLoggerFactory factory) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                factory.Write(logLevel, formatter(state, exception), exception);
        }
    }
}
