using Keeper.Testing;
using Microsoft.Extensions.Logging;

namespace Keeper.Storage.Tests.Sqlite;

/// <summary>Keeps the ids of what is logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    public Recorder<int> Events { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Events.Add(eventId.Id);
}
