namespace Keeper.Agent.Probes.Log;

/// <summary>The names and numbers that logging libraries give to levels.</summary>
internal static class LevelNames
{
    /// <summary>Levels by name. Only a level's usual spellings, so that an "info" in a sentence is none.</summary>
    public static LogLevel? Of(ReadOnlySpan<char> name) => name switch
    {
        "FATAL" or "CRITICAL" or "CRIT" or "EMERG" or "EMERGENCY" or "ALERT" or "PANIC" or "DPANIC" or "FTL" => LogLevel.Fatal,
        "ERROR" or "ERR" or "SEVERE" or "FAIL" or "ERO" => LogLevel.Error,
        "WARN" or "WARNING" or "WRN" => LogLevel.Warn,
        "INFO" or "INFORMATION" or "INFORMATIONAL" or "NOTICE" or "INF" or "LOG" => LogLevel.Info,
        "DEBUG" or "DBG" or "DBUG" or "FINE" or "CONFIG" => LogLevel.Debug,
        "TRACE" or "TRC" or "TRCE" or "VERBOSE" or "VRB" or "FINER" or "FINEST" => LogLevel.Trace,
        _ => null,
    };

    public static LogLevel? InAnyCase(ReadOnlySpan<char> name)
    {
        Span<char> upper = stackalloc char[16];
        return name.Length <= upper.Length && name.ToUpperInvariant(upper) is > 0 and var length ? Of(upper[..length]) : null;
    }

    /// <summary>The numbers of bunyan and pino.</summary>
    public static LogLevel OfNumber(int number) => number switch
    {
        < 20 => LogLevel.Trace,
        < 30 => LogLevel.Debug,
        < 40 => LogLevel.Info,
        < 50 => LogLevel.Warn,
        < 60 => LogLevel.Error,
        _ => LogLevel.Fatal,
    };

    /// <summary>The severities of syslog (RFC 5424).</summary>
    public static LogLevel OfSeverity(int severity) => severity switch
    {
        < 0 => LogLevel.None,
        <= 2 => LogLevel.Fatal,
        3 => LogLevel.Error,
        4 => LogLevel.Warn,
        <= 6 => LogLevel.Info,
        _ => LogLevel.Debug,
    };
}
