using Keeper.Testing;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Tests;

/// <summary>What was logged, for tests that a person is told.</summary>
internal sealed class RecordingLogs : ILoggerFactory, ILogger
{
    public Recorder<(int Id, LogLevel Level, string Message)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add((eventId.Id, logLevel, formatter(state, exception)));
}
